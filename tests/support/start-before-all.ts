// Starts what the tests of a file or of a suite share: a store, the fake scheduler and the service, each on an endpoint of its own.
import { afterAll, beforeAll } from '@jest/globals';
import { startFakeScheduler, type FakeScheduler } from './fake-scheduler.ts';
import { startService, type TestService, type ServiceOptions } from './service.ts';
import { startDynalite, startTimeoutMs, type TestStore } from './store.ts';

type StartedService = { store: TestStore; scheduler: FakeScheduler; service: TestService };

/** @returns an object whose members exist once the tests begin */
export function startBeforeAll(
  startStore: () => Promise<TestStore> = startDynalite,
  options: Partial<ServiceOptions> = {},
): Readonly<StartedService> {
  const app = {} as StartedService;
  beforeAll(async () => {
    app.store = await startStore();
    app.scheduler = await startFakeScheduler();
    app.service = await startService({
      store: app.store,
      schedulerEndpoint: app.scheduler.endpoint,
      ...options,
    });
  }, startTimeoutMs);
  afterAll(async () => {
    await app.scheduler.close();
    await app.store.stop();
  });
  return app;
}

// Runs the cases of the contract on the service without AWS: a case that fails here breaks before the adapters.
import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import { createExecutor } from '../../lib/executor/execute.ts';
import { readConfig, readServiceInfo } from '../../lib/config/config.ts';
import { createFunction } from '../../functions/dispatch.ts';
import type { Ports } from '../../lib/ports/ports.ts';
import { createPipeline } from '../../lib/http/pipeline.ts';
import { createLog } from '../../lib/log/log.ts';
import { createInMemoryExecutions } from '../support/in-memory-executions.ts';
import { startService, type TestService } from '../support/service.ts';
import { allCases } from './all-cases.ts';
import { inProcess } from './in-process.ts';
import { runCase } from './run-case.ts';
import { inMemoryScheduler } from '../support/in-memory-scheduler.ts';

const ports: Ports = {
  executions: createInMemoryExecutions(),
  topics: { find: () => Promise.resolve(undefined) },
  adapters: {
    reminder: inMemoryScheduler(() => Promise.resolve({ kind: 'done' })),
    meeting: { kind: 'record', fields: { mocked: true } },
  },
};
let service: TestService;

beforeAll(async () => {
  service = await startService({
    store: { endpoint: '', executionsTable: 'executions', topicsTable: 'topics' },
    parts: {
      composeService: (config, elapsedMs) => {
        const log = createLog(config);
        return {
          pipeline: createPipeline(createExecutor(ports, config.defaultTimezone), log, elapsedMs),
          deliver: () => Promise.resolve({ kind: 'delivered' }),
          deliveryName: 'log',
          log,
        };
      },
      createFunction,
      readConfig,
      readServiceInfo,
    },
  });
});
const run = randomUUID().slice(0, 8);

test.each(allCases.map((given) => [given.name, given] as const))('%s', async (_name, given) => {
  expect(await runCase(given, run, inProcess(service, 'text'))).toEqual([]);
});

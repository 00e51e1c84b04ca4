// Owns the scheduler's refusals: nothing that a caller sends can cause one, so none is final, and what is mended is mended for all.
import * as sdk from '@aws-sdk/client-scheduler';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { reminderRequest, traceIdOf } from '../support/requests.ts';
import { startFakeScheduler, type FakeScheduler } from '../support/fake-scheduler.ts';
import { startService, tell, type Service } from '../support/service.ts';
import { startDynalite, type TestStore } from '../support/store.ts';

let store: TestStore;
let scheduler: FakeScheduler;
let service: Service;

beforeAll(async () => {
  store = await startDynalite();
  scheduler = await startFakeScheduler();
  service = await startService({ store, schedulerEndpoint: scheduler.endpoint });
});
afterAll(async () => {
  await scheduler.close();
  await store.stop();
});

/** Every error that the SDK knows of the service, but for the base of them, and for the one that says that the schedule is there. */
const ofTheService = Object.keys(sdk).filter(
  (name) => name.endsWith('Exception') && !['SchedulerServiceException', 'ConflictException'].includes(name),
);
/** https://docs.aws.amazon.com/scheduler/latest/APIReference/CommonErrors.html */
const common = [
  'AccessDeniedException',
  'ExpiredTokenException',
  'IncompleteSignature',
  'NotAuthorized',
  'OptInRequired',
  'RequestExpired',
  'ServiceUnavailable',
  'UnrecognizedClientException',
];

test('the errors of CreateSchedule are among those', () => {
  expect(ofTheService).toEqual(
    expect.arrayContaining([
      'InternalServerException',
      'ResourceNotFoundException',
      'ServiceQuotaExceededException',
      'ThrottlingException',
      'ValidationException',
    ]),
  );
});

test.each([...ofTheService, ...common])(
  'a reminder that met %s is not final, and succeeds once that is mended',
  async (name) => {
    const request = reminderRequest();
    const traceId = traceIdOf(request);
    scheduler.refusing.set(traceId, name);
    for (const _time of ['first', 'second']) {
      const answer = await service.send(request);
      expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
      expect(tell(answer)).toBe('adapter_unavailable');
      expect(service.linesOf(answer).at(-1)).toMatchObject({ level: 'ERROR', cause: name, retryable: true });
      const item = await store.itemOf(traceId);
      expect(item).toMatchObject({ state: { S: 'pending' }, lease_until: { N: '0' } });
      expect(item).not.toHaveProperty('execution_result');
      expect(item).not.toHaveProperty('http_status');
    }
    scheduler.refusing.delete(traceId);
    expect(tell(await service.send(request))).toBe('success');
    expect(tell(await service.send(request))).toBe('replayed');
    expect(scheduler.created.filter((one) => one.traceId === traceId)).toHaveLength(1);
  },
);

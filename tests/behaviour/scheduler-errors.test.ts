// Errors of EventBridge Scheduler: no request can cause one, so none is final, and the reminder succeeds once the cause is repaired.
import * as sdk from '@aws-sdk/client-scheduler';
import { expect, test } from '@jest/globals';
import { reminderRequest, traceIdOf } from '../support/requests.ts';
import { labelOf } from '../support/service.ts';
import { startBeforeAll } from '../support/start-before-all.ts';

const app = startBeforeAll();

/** The SDK's errors of the service, without their base class and without the one that says that the schedule exists. */
const serviceErrors = Object.keys(sdk).filter(
  (name) => name.endsWith('Exception') && !['SchedulerServiceException', 'ConflictException'].includes(name),
);
/** https://docs.aws.amazon.com/scheduler/latest/APIReference/CommonErrors.html */
const commonErrors = [
  'AccessDeniedException',
  'ExpiredTokenException',
  'IncompleteSignature',
  'NotAuthorized',
  'OptInRequired',
  'RequestExpired',
  'ServiceUnavailable',
  'UnrecognizedClientException',
];

test('the API model lists every error of CreateSchedule that the tests inject', () => {
  expect(serviceErrors).toEqual(
    expect.arrayContaining([
      'InternalServerException',
      'ResourceNotFoundException',
      'ServiceQuotaExceededException',
      'ThrottlingException',
      'ValidationException',
    ]),
  );
});

test.each([...serviceErrors, ...commonErrors])(
  'a reminder that fails with %s is not final, and succeeds once the cause is repaired',
  async (name) => {
    const request = reminderRequest();
    const traceId = traceIdOf(request);
    app.scheduler.refusing.set(traceId, name);
    for (const _time of ['first', 'second']) {
      const answer = await app.service.send(request);
      expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
      expect(labelOf(answer)).toBe('adapter_unavailable');
      expect(app.service.linesOf(answer).at(-1)).toMatchObject({
        level: 'ERROR',
        cause: name,
        retryable: true,
      });
      const item = await app.store.itemOf(traceId);
      expect(item).toMatchObject({ state: { S: 'pending' }, lease_until: { N: '0' } });
      expect(item).not.toHaveProperty('execution_result');
      expect(item).not.toHaveProperty('http_status');
    }
    app.scheduler.refusing.delete(traceId);
    expect(labelOf(await app.service.send(request))).toBe('success');
    expect(labelOf(await app.service.send(request))).toBe('replayed');
    expect(app.scheduler.created.filter((one) => one.traceId === traceId)).toHaveLength(1);
  },
);

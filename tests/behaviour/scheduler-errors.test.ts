// Owns the scheduler's refusals: nothing that a caller sends can cause one, so none is final, and what is mended is mended for all.
import * as sdk from '@aws-sdk/client-scheduler';
import { expect, test } from '@jest/globals';
import { reminderRequest, traceIdOf } from '../support/requests.ts';
import { tell } from '../support/service.ts';
import { startBeforeAll } from './start-before-all.ts';

const app = startBeforeAll();

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
    app.scheduler.refusing.set(traceId, name);
    for (const _time of ['first', 'second']) {
      const answer = await app.service.send(request);
      expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
      expect(tell(answer)).toBe('adapter_unavailable');
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
    expect(tell(await app.service.send(request))).toBe('success');
    expect(tell(await app.service.send(request))).toBe('replayed');
    expect(app.scheduler.created.filter((one) => one.traceId === traceId)).toHaveLength(1);
  },
);

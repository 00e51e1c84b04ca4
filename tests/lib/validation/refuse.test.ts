// How a check refuses a request.
import { expect, test } from '@jest/globals';
import { failure } from '../../../lib/domain/failure.ts';
import { refuse, refuseRequest } from '../../../lib/validation/refuse.ts';

test('a refusal carries the failure of its code', () => {
  expect(refuse('missing_task_title', { message: 'm' })).toStrictEqual({
    kind: 'refused',
    failure: failure('missing_task_title', { message: 'm' }),
  });
});

test('a request that breaks the schema of its envelope is refused with the details', () => {
  const details = [{ path: '/decision', message: 'is required' }];
  expect(refuseRequest(details)).toStrictEqual({
    kind: 'refused',
    failure: failure('invalid_request', { details }),
  });
});

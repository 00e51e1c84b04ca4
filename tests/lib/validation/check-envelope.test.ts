// The first checks of a request. The order of all checks is tested by the contract's cases.
import { expect, test } from '@jest/globals';
import { checkEnvelope } from '../../../lib/validation/check-envelope.ts';
import { readRequest } from '../../../lib/validation/read-request.ts';

test.each([
  [null, ''],
  [7, ''],
  [true, ''],
  ['text', ', not a string: send the object itself, not its JSON text'],
  [[], ', not a list'],
])('a body of %j is refused: it is not an object', (body, wrongType) => {
  expect(checkEnvelope(readRequest(body))).toMatchObject({
    kind: 'refused',
    failure: { code: 'invalid_request', message: `the body must be a JSON object${wrongType}` },
  });
});

test.each([
  [{}, 'missing_trace_id'],
  [{ trace_id: null }, 'missing_trace_id'],
  [{ trace_id: '' }, 'missing_trace_id'],
  [{ trace_id: 0 }, 'invalid_trace_id'],
  [{ trace_id: 'a b' }, 'invalid_trace_id'],
])('a body of %j is refused as %s', (body, code) => {
  expect(checkEnvelope(readRequest(body))).toMatchObject({ kind: 'refused', failure: { code } });
});

test('any decision is accepted: whether it executes is decided later', () => {
  const body = { trace_id: 'a', decision: 'respond', data: 7, more: true };
  expect(checkEnvelope(readRequest(body))).toMatchObject({
    kind: 'accepted',
    body,
    traceId: 'a',
    decision: 'respond',
  });
});

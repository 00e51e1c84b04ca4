// The cause of a failure: its status, and a reason only if it is one of those that are known.
import { expect, test } from '@jest/globals';
import { causeOf } from '../../../../lib/adapters/google/reasons.ts';

const causeFor = (status: number, body: unknown) =>
  causeOf({ status, headers: new Headers(), text: typeof body === 'string' ? body : JSON.stringify(body) });
const apiError = (reason: unknown) => ({
  error: { code: 403, message: 'words', errors: [{ domain: 'global', reason, message: 'words' }] },
});

test.each([
  [403, apiError('rateLimitExceeded'), 'HTTP 403 rateLimitExceeded'],
  [403, apiError('forbiddenForServiceAccounts'), 'HTTP 403 forbiddenForServiceAccounts'],
  [400, { error: 'invalid_grant', error_description: 'words' }, 'HTTP 400 invalid_grant'],
  [401, { error: 'invalid_client' }, 'HTTP 401 invalid_client'],
])('a known reason of a %d follows its status', (status, body, cause) => {
  expect(causeFor(status, body)).toBe(cause);
});

test.each([
  'timeRangeEmpty',
  'invalid',
  'rateLimitExceeded',
  'userRateLimitExceeded',
  'quotaExceeded',
  'dailyLimitExceeded',
  'accessNotConfigured',
  'insufficientPermissions',
  'forbidden',
  'forbiddenForServiceAccounts',
  'requiredAccessLevel',
  'notFound',
  'authError',
])('the reason %s of the API is known', (reason) => {
  expect(causeFor(403, apiError(reason))).toBe(`HTTP 403 ${reason}`);
});

test.each([
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
  'access_denied',
  'deleted_client',
  'admin_policy_enforced',
])('the error %s of the token endpoint is known', (error) => {
  expect(causeFor(400, { error })).toBe(`HTTP 400 ${error}`);
});

test.each([
  ['another reason', apiError('Submit payroll report')],
  ['a reason that is no text', apiError({})],
  ['no list of errors', { error: { code: 403, message: 'forbidden' } }],
  ['an empty list', { error: { errors: [] } }],
  ['another error', { error: 'canary' }],
  ['a page', '<html>forbidden</html>'],
  ['nothing', ''],
  ['null', 'null'],
])('with %s the cause is the status alone', (_what, body) => {
  expect(causeFor(403, body)).toBe('HTTP 403');
});

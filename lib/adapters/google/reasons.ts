// The reasons that Google gives for a failure, as far as an operator can act on them. A cause in the log is one of these words or none:
// whatever else an answer says is not repeated.
import { field, parseIfJson } from '../../domain/json.ts';
import type { HttpAnswer } from '../http-call.ts';

const known = [
  // https://developers.google.com/workspace/calendar/api/guides/errors
  'timeRangeEmpty',
  'invalid',
  'rateLimitExceeded',
  'userRateLimitExceeded',
  'quotaExceeded',
  'dailyLimitExceeded',
  'accessNotConfigured',
  'insufficientPermissions',
  'forbidden',
  // A service account invites only for a user: domain-wide delegation and a subject.
  'forbiddenForServiceAccounts',
  'requiredAccessLevel',
  'notFound',
  'authError',
  // RFC 6749, section 5.2, and those of Google's token endpoint.
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
  'access_denied',
  'deleted_client',
  'admin_policy_enforced',
];

/** The status of an answer, and the reason if it is known: `HTTP 403 rateLimitExceeded`. */
export function causeOf({ status, text }: HttpAnswer): string {
  const error = field(parseIfJson(text), 'error');
  const errors = field(error, 'errors');
  const reason = Array.isArray(errors) ? field(errors[0], 'reason') : error;
  const word = known.find((one) => one === reason);
  return word === undefined ? `HTTP ${status}` : `HTTP ${status} ${word}`;
}

// Puts what was thrown into words for a person, and has the one error that is such words already.
import { isObject } from '../../lib/domain/json.ts';

/** What the error says, else its name. Read by shape: in tests, errors of Node itself are of another realm. */
export function errorMessage(error: unknown): string {
  const { message, name } = isObject(error) ? error : {};
  if (typeof message !== 'string') return String(error);
  return message === '' && typeof name === 'string' ? name : message;
}

/** Why a request failed: fetch says only that it did, and its cause says why. */
export function reasonOf(error: unknown): string {
  return errorMessage(isObject(error) && isObject(error['cause']) ? error['cause'] : error);
}

/** Thrown when a command cannot start for a reason that its user can change. The message is a whole sentence for that person. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

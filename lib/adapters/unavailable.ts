// The failures that an adapter foresees: those of an outside system, and of the way to it. Any other error is a defect of this service,
// and passes through the adapter: the caller gets the generic 500, and the claim is taken over once its lease has ended.
import type { EffectResult } from '../domain/effect.ts';

export type Unavailable = Extract<EffectResult, { kind: 'unavailable' }>;

/** Its name is the cause in the log. */
export class UnavailableError extends Error {
  /** @param name of what failed, or of how; nothing secret */
  constructor(name: string, message = '') {
    super(message);
    this.name = name;
  }
}

/** Whether a call ended in such a failure, or with the time that it had. */
export function isUnavailable(error: unknown): error is Error {
  if (error instanceof UnavailableError) return true;
  return Error.isError(error) && (error.name === 'AbortError' || error.name === 'TimeoutError');
}

/**
 * The result of an effect for what its call threw.
 *
 * @throws the error itself if it is no such failure
 */
export function toUnavailable(error: unknown): Unavailable {
  if (!isUnavailable(error)) throw error;
  return { kind: 'unavailable', cause: error.name };
}

// A failure that a caller may see, as a value, and as the one error that carries it to the response.
import { failures, type ErrorCode } from '../generated/tables.ts';

export type { ErrorCode };

/** Where a request breaks its schema: a JSON Pointer into the request, and what to change there. */
export type Detail = { readonly path: string; readonly message: string };

export type Failure = {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details?: readonly Detail[];
  /** When to retry, in whole seconds; only for a failure that is worth a retry. */
  readonly retryAfterSeconds?: number;
  /** Name of what went wrong inside, for the log only. */
  readonly cause?: string;
  /** As it was answered when it was recorded, perhaps by a version that knows codes which this one does not. */
  readonly recorded?: Disposition;
};

/** The HTTP status of a failure, and whether a retry may help. */
export type Disposition = { readonly status: number; readonly retryable: boolean };

export function dispositionOf({ code, recorded }: Failure): Disposition {
  return recorded ?? failures[code];
}

/** Seconds after which a store or an outside system that failed is worth another try. */
const defaultRetryAfterSeconds = 1;

/** A failure with the default message of its code, unless a more exact one is given. */
export function failure(code: ErrorCode, more: Partial<Omit<Failure, 'code'>> = {}): Failure {
  const { status, message } = failures[code];
  const mayRetry = status === 409 || status === 503;
  return { code, message, ...(mayRetry && { retryAfterSeconds: defaultRetryAfterSeconds }), ...more };
}

/** Thrown by the store and by the reading of a body: the request ends with this failure. */
export class FailureError extends Error {
  override readonly name = 'FailureError';
  readonly failure: Failure;
  /** What went wrong inside, for the log: a name. */
  readonly causeName: string;

  constructor(reason: Failure) {
    super(reason.code);
    this.failure = reason;
    this.causeName = reason.cause ?? reason.code;
  }
}

/**
 * Runs the release of a claim after a failure with this cause.
 *
 * @returns the cause, followed by that of the release if it failed too: the claim then ends with its lease
 * @throws whatever the release throws, if it is not a FailureError
 */
export async function causeAfterRelease(cause: string, release: () => Promise<void>): Promise<string> {
  try {
    await release();
    return cause;
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    return `${cause}, ${error.causeName}`;
  }
}

/** The `execution_result` of a failure, its keys in order (schemas/README.md, Response). */
export function describeFailure({ code, message, details }: Failure) {
  const { retryable } = failures[code];
  return { success: false, error_code: code, message, retryable, ...(details && { details }) };
}

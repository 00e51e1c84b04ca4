// What a request gets when an execution stands under its trace id already.
import { actionTable, failures, type ActionType, type ErrorCode } from '../generated/tables.ts';
import { idOf } from '../domain/ids.ts';
import { failed, type Outcome } from '../domain/outcome.ts';
import { failure, type Failure } from '../domain/failure.ts';
import type { Execution } from '../adapters/ports.ts';

/** What a request asks for. Its token tells our own earlier try from another's. */
export type Asked = Pick<Execution, 'traceId' | 'fingerprint' | 'token'> & {
  readonly actionType: ActionType;
};

/** @param standing what the store holds */
export function judge(standing: Execution, asked: Asked, nowMs: number): Outcome {
  if (standing.fingerprint !== asked.fingerprint) return failed(conflict(standing));
  if (standing.resultJson === undefined) return failed(inProgress(standing, nowMs));
  const replayed = standing.token !== asked.token;
  return standing.state === 'failed'
    ? {
        status: 'failed',
        failure: storedFailure(standing.resultJson, standing.httpStatus),
        resultJson: standing.resultJson,
        replayed,
      }
    : succeed(asked, standing.resultJson, replayed);
}

export function succeed({ actionType, traceId }: Asked, resultJson: string, replayed: boolean): Outcome {
  const { idField } = actionTable[actionType];
  const made = idField === null ? {} : { made: { idField, id: idOf(actionType, traceId) } };
  return { status: 'success', actionType, resultJson, ...made, replayed };
}

function conflict({ state }: Execution): Failure {
  return state === 'pending'
    ? failure('trace_id_conflict', {
        message:
          'this trace_id belongs to a different request that is not finished; resend that request unchanged to finish it, and send this one under a new trace_id',
      })
    : failure('trace_id_conflict');
}

/** Most executions are over within a second or two; one that is not may be dead, and its lease must then run out. */
const youngMs = 3_000;

function inProgress({ leaseSinceMs = 0, leaseUntilMs = 0 }: Execution, nowMs: number) {
  const waitMs = nowMs - leaseSinceMs < youngMs ? 0 : leaseUntilMs - nowMs;
  return failure('execution_in_progress', { retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)) });
}

/** @param status with which it was told first; of old records, which hold none, the code tells it */
function storedFailure(resultJson: string, status: number | undefined): Failure {
  const { error_code, message, retryable } = JSON.parse(resultJson) as {
    error_code: ErrorCode;
    message: string;
    retryable: boolean;
  };
  // A code that this version does not know must not become a status of `undefined`.
  if (status === undefined && !Object.hasOwn(failures, error_code))
    throw new TypeError('the stored failure has an unknown error code, and no status');
  return {
    code: error_code,
    message,
    ...(status !== undefined && { recorded: { status, retryable } }),
  };
}

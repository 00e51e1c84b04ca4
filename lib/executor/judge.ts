// What a request gets when an execution stands under its trace id already.
import { actionTable, failures, type ActionType, type ErrorCode } from '../generated/tables.ts';
import { idOf } from '../contract/ids.ts';
import { failed, type Outcome } from '../contract/outcome.ts';
import { failure } from '../contract/failure.ts';
import type { Execution } from '../adapters/ports.ts';

/** An execution that this version asks for, with the result that it is to have. */
export type Asked = Execution & { readonly actionType: ActionType; readonly resultJson: string };

/**
 * @param standing what the store holds
 * @param asked what this request would have written; its token tells our own earlier try from another's
 */
export function judge(standing: Execution, asked: Asked, nowMs: number): Outcome {
  if (standing.fingerprint !== asked.fingerprint) return failed(failure('trace_id_conflict'));
  if (standing.resultJson === undefined) return failed(inProgress(standing, nowMs));
  const replayed = standing.token !== asked.token;
  return standing.state === 'failed'
    ? {
        status: 'failed',
        failure: storedFailure(standing.resultJson),
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

/** Most executions are over within a second or two; one that is not may be dead, and its lease must then run out. */
const youngMs = 3_000;

function inProgress({ leaseSinceMs = 0, leaseUntilMs = 0 }: Execution, nowMs: number) {
  const waitMs = nowMs - leaseSinceMs < youngMs ? 0 : leaseUntilMs - nowMs;
  return failure('execution_in_progress', { retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)) });
}

function storedFailure(resultJson: string) {
  const { error_code: code, message } = JSON.parse(resultJson) as { error_code: ErrorCode; message: string };
  // A code that this version does not know must not become a status of `undefined`.
  if (!Object.hasOwn(failures, code)) throw new TypeError('the stored failure has an unknown error code');
  return failure(code, { message });
}

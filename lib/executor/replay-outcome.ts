// The outcome of a request whose trace id already has an execution: a replay, a conflict, or "in progress".
import type { Execution } from '../domain/execution.ts';
import { failure, type Failure } from '../domain/failure.ts';
import { failed, succeeded, type Outcome } from '../domain/outcome.ts';
import { failures, type ActionType, type ErrorCode } from '../generated/tables.ts';

/** The record that a request asks for. Its lease owner tells an earlier attempt of the same invocation from another request. */
export type NewExecution = Pick<Execution, 'traceId' | 'fingerprint' | 'leaseOwner'> & {
  readonly actionType: ActionType;
  /** The adapter that is to carry it out, if it happens outside. */
  readonly adapter?: string | undefined;
  /** The id of what it creates. */
  readonly id: string;
};

/** @param existing what the store holds */
export function replayOutcome(existing: Execution, wanted: NewExecution, nowMs: number): Outcome {
  const { fingerprint, state, resultJson, httpStatus, leaseOwner, adapter } = existing;
  if (fingerprint !== wanted.fingerprint) return failed(conflict(existing));
  if (resultJson === undefined) return unfinished(existing, wanted, nowMs);
  const replayed = leaseOwner !== wanted.leaseOwner;
  return state === 'failed'
    ? { status: 'failed', failure: storedFailure(resultJson, httpStatus), resultJson, replayed, adapter }
    : succeeded(wanted.actionType, wanted.id, resultJson, replayed, adapter);
}

/** Whether the same request claimed this trace id, and the lease of that claim has ended. */
export function isAbandoned(existing: Execution, { fingerprint }: NewExecution, nowMs: number): boolean {
  return (
    existing.state === 'pending' &&
    existing.fingerprint === fingerprint &&
    (existing.leaseUntilMs ?? 0) <= nowMs
  );
}

/** Whether the adapter that is configured now is the one for which an execution was claimed. */
export function isOfAdapter({ adapter }: Execution, name: string | undefined): boolean {
  // Version 1.0 claimed executions for the scheduler alone, and did not name it.
  return (adapter ?? 'eventbridge') === name;
}

/** Seconds after which an execution that waits for its adapter is worth another try: people have to configure it. */
const adapterChangedRetrySeconds = 300;

/** Its adapter may have done the effect already: another one must not do it a second time, elsewhere. */
function unfinished(existing: Execution, wanted: NewExecution, nowMs: number): Outcome {
  if (isOfAdapter(existing, wanted.adapter) || !isAbandoned(existing, wanted, nowMs))
    return failed(inProgress(existing, nowMs));
  const retry = { cause: 'AdapterChanged', retryAfterSeconds: adapterChangedRetrySeconds };
  return { ...failed(failure('adapter_unavailable', retry)), adapter: existing.adapter };
}

function conflict({ state }: Execution): Failure {
  return state === 'pending'
    ? failure('trace_id_conflict', {
        message:
          'this trace_id belongs to a different request that is not finished; resend that request unchanged to finish it, and send this one under a new trace_id',
      })
    : failure('trace_id_conflict');
}

/** Most executions take a second or two. An older one may have crashed, and can be taken over only when its lease ends. */
const recentMs = 3_000;

function inProgress({ leaseSinceMs = 0, leaseUntilMs = 0 }: Execution, nowMs: number): Failure {
  const waitMs = nowMs - leaseSinceMs < recentMs ? 0 : leaseUntilMs - nowMs;
  return failure('execution_in_progress', { retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1000)) });
}

/** @param status of the first answer; absent in old records: there the code determines it */
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

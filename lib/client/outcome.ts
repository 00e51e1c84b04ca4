// What comes of a decision: the types of what `execute` and `send` resolve with. They follow schemas/README.md, Response.
import type { ActionType, KnownErrorCode, Payloads, Results } from './generated/contract.ts';

/** The payload of any action, told apart by its `action_type`. */
export type Payload = Payloads[ActionType];

/** One of the error codes of the contract, or one that a later version has added. */
export type ExecutionErrorCode = KnownErrorCode | (string & {});

/** Why a decision was not executed. */
export type ExecutionError = {
  readonly code: ExecutionErrorCode;
  /** What the caller has to change, or what happened. */
  readonly message: string;
  /** Whether the same decision may succeed later, unchanged. */
  readonly retryable: boolean;
  /** Where the decision does not match its schema: `path` is a JSON Pointer into it. */
  readonly details?: readonly { readonly path: string; readonly message: string }[];
};

/** What a success would have, as far as it is known before acting. */
export type PlannedResult<Type extends ActionType = ActionType> = {
  [Each in Type]: Omit<Results[Each], 'external' | 'data'>;
}[Type];

/** What one answer of the service says. */
export type ContractAnswer<Type extends ActionType = ActionType> =
  | {
      readonly status: 'success';
      readonly result: Results[Type];
      /** Whether an earlier try, or an earlier call, had executed it. */
      readonly replayed: boolean;
    }
  | { readonly status: 'failed'; readonly error: ExecutionError; readonly replayed: boolean }
  /** The answer to a dry run: nothing was stored, sent or reserved. */
  | { readonly status: 'planned'; readonly result: PlannedResult<Type> }
  /** The decision was not `workflow`: nothing was stored, and the trace id stays free. */
  | { readonly status: 'skipped'; readonly reason: string };

/** The outcome of a decision, with what it took to learn it. */
export type ExecutionOutcome<Type extends ActionType = ActionType> = ContractAnswer<Type> & {
  readonly traceId: string;
  /** How many times the decision was sent, or tried to be sent. */
  readonly attempts: number;
};

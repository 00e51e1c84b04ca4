// The outcome of a request, before it becomes an HTTP response and a log line.
import { actionTable, type ActionType } from '../generated/tables.ts';
import type { Failure } from './failure.ts';

export type Success = {
  readonly status: 'success';
  /** The JSON text of `execution_result`: written once, so that a replay returns the same bytes. */
  readonly resultJson: string;
  /** `task_id` and its value, for example; `info` creates nothing and has none. */
  readonly created?: { readonly idField: string; readonly id: string };
  readonly replayed: boolean;
  /** The adapter, if it happened outside. */
  readonly adapter?: string | undefined;
};

export type Failed = {
  readonly status: 'failed';
  readonly failure: Failure;
  /** The stored text, if this failure is the recorded outcome of an execution. */
  readonly resultJson?: string;
  readonly replayed: boolean;
  /** The adapter whose outside system failed or refused. */
  readonly adapter?: string | undefined;
};

/** The outcome of a dry run that would succeed: nothing was read, written or done. */
export type Planned = {
  readonly status: 'planned';
  /** The JSON text of `execution_result`, as far as it is known before anything is done. */
  readonly resultJson: string;
};

export type Skipped = { readonly status: 'skipped'; readonly decision: string };

export type Outcome = Success | Failed | Skipped | Planned;

export function failed(failure: Failure): Failed {
  return { status: 'failed', failure, replayed: false };
}

/** @param id of what the execution created */
export function succeeded(
  actionType: ActionType,
  id: string,
  resultJson: string,
  replayed: boolean,
  adapter?: string,
): Success {
  const { idField } = actionTable[actionType];
  const created = idField === null ? {} : { created: { idField, id } };
  return { status: 'success', resultJson, ...created, replayed, ...(adapter !== undefined && { adapter }) };
}

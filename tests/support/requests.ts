// Builds the requests that tests send: one builder for each action, valid and under a new trace id, of which a test changes only what
// it is about. The values are words that occur nowhere else, so that a log line that holds one is found.
import type { JsonObject } from '../../lib/domain/json.ts';
import { randomUUID } from 'node:crypto';

/** What a test posts. `json` is written as the body; `body` is sent as it is. */
export type SentRequest = {
  readonly json?: unknown;
  readonly body?: string;
  /** In place of `content-type: application/json`. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly isBase64Encoded?: boolean;
};

export type RequestChange = {
  readonly traceId?: string;
  /** Fields in place of the payload's own, or beside them; `undefined` takes a field out. */
  readonly payload?: JsonObject;
};

const run = randomUUID().slice(0, 8);
let count = 0;

/** A trace id that no other test uses. */
export function newTraceId(prefix = 'trace'): string {
  count += 1;
  return `${prefix}-${run}-${count}`;
}

/** A decision to execute this payload. */
export function workflowRequest(payload: unknown, traceId = newTraceId()): { readonly json: JsonObject } {
  return {
    json: { trace_id: traceId, decision: 'workflow', data: { workflow_type: 'workflow', payload } },
  };
}

/** The request of the README, whose answer is known to the byte. */
export function documentedRequest(): { readonly json: JsonObject } {
  return workflowRequest({ action_type: 'task', title: 'Submit payroll report' }, 'task-001');
}

export function taskRequest(change: RequestChange = {}): { readonly json: JsonObject } {
  return request('task', { title: 'Water the ferns' }, change);
}

/** Due in 2041: ahead of any clock that a test sets. */
export function reminderRequest(change: RequestChange = {}): { readonly json: JsonObject } {
  return request('reminder', { message: 'Feed the heron', time: '2041-06-02T09:30:00Z' }, change);
}

export function meetingRequest(change: RequestChange = {}): { readonly json: JsonObject } {
  const payload = {
    title: 'Orchard walk',
    participants: ['ada@example.com', 'grace@example.com'],
    start_time: '2041-03-03T10:00:00Z',
    end_time: '2041-03-03T11:00:00Z',
  };
  return request('meeting', payload, change);
}

export function infoRequest(query: unknown, change: RequestChange = {}): { readonly json: JsonObject } {
  return request('info', { query }, change);
}

/** A decision that the gate does not let through. */
export function skippedRequest(traceId = newTraceId()): { readonly json: JsonObject } {
  return { json: { trace_id: traceId, decision: 'respond' } };
}

/** A dry run of this request. */
export function dryRunOf({ json }: { readonly json: JsonObject }): { readonly json: JsonObject } {
  return { json: { ...json, dry_run: true } };
}

/** The trace id that a request carries. */
export function traceIdOf({ json }: { readonly json: JsonObject }): string {
  return String(json['trace_id']);
}

function request(
  actionType: string,
  fields: JsonObject,
  { traceId, payload }: RequestChange,
): { readonly json: JsonObject } {
  const changed = Object.entries({ action_type: actionType, ...fields, ...payload });
  return workflowRequest(
    Object.fromEntries(changed.filter(([, value]) => value !== undefined)),
    traceId ?? newTraceId(actionType),
  );
}

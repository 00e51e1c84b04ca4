// Builders of cases: a valid payload of each action, requests around it, and the two kinds of expected answer.
import type { Case, Step } from '../case.ts';
import { errorTable } from '../error-table.ts';

export type Json = Readonly<Record<string, unknown>>;
type Request = Step['request'];
export type Response = Step['response'];
type TableCode = keyof typeof errorTable;

let count = 0;

/** A trace id that no other case uses. */
export function newTraceId(): string {
  count += 1;
  return `{{run}}-own-${count}`;
}

export function task(fields: Json = {}): Json {
  return { action_type: 'task', title: 'Label the jars', ...fields };
}

export function reminder(fields: Json = {}): Json {
  return { action_type: 'reminder', message: 'Wind the clock', time: '2031-07-01T08:00:00Z', ...fields };
}

export function meeting(fields: Json = {}): Json {
  return {
    action_type: 'meeting',
    title: 'Beekeeping',
    participants: ['anna@example.com'],
    start_time: '2031-07-01T08:00:00Z',
    end_time: '2031-07-01T09:00:00Z',
    ...fields,
  };
}

export function info(query: unknown): Json {
  return { action_type: 'info', query };
}

/** A request to execute a payload. A field of `undefined` is left out. */
export function execute(payload: unknown, traceId = newTraceId()): { readonly json: Json } {
  return { json: { trace_id: traceId, decision: 'workflow', data: { workflow_type: 'workflow', payload } } };
}

export function ok(match?: Json, headers?: Response['headers']): Response {
  return {
    status: 200,
    match: { status: 'success', execution_result: { success: true, ...match } },
    ...(headers && { headers }),
  };
}

export const replayed: Response = ok({}, { 'idempotent-replayed': 'true' });
export const executed: Response = ok({}, { 'idempotent-replayed': null });
export const skipped: Response = {
  status: 200,
  match: { status: 'skipped', reason: 'decision_not_workflow' },
};

/** A failure with this code. @param more of `execution_result` */
export function fails(code: TableCode, more: Json = {}): Response {
  const [status, retryable] = errorTable[code];
  return {
    status,
    match: { status: 'failed', execution_result: { success: false, error_code: code, retryable, ...more } },
    headers: { 'idempotent-replayed': null },
  };
}

/** Breaches by path, in order. */
export function at(...paths: string[]): Json {
  return { details: paths.map((path) => ({ path })) };
}

/** Breaches of payload fields by name, in order. */
export function atFields(...names: string[]): Json {
  return at(...names.map((name) => `/data/payload/${name}`));
}

export function one(name: string, request: Request, response: Response): Case {
  return { name, steps: [{ request, response }] };
}

export function several(name: string, ...steps: readonly (readonly [Request, Response])[]): Case {
  return { name, steps: steps.map(([request, response]) => ({ request, response })) };
}

/** A value for the name of a case; a long one by its length. */
export function show(value: unknown): string {
  const text = value === undefined ? 'absent' : JSON.stringify(value);
  return text.length <= 30 ? text : `of ${text.length} characters, ${Array.from(text).slice(0, 4).join('')}…`;
}

// The rules for every response of the service, whatever the request: its shape, its headers, and what a message may hold.
import { errorTable } from './error-table.ts';
import type { Step } from './case.ts';
import type { ReceivedResponse } from './exchange.ts';

/** Shorter values occur in a sentence by chance. */
const minValueLength = 5;
const internals = /arn:|dynamo|node_modules|\.[jt]s:\d|\bat .+ \(|ValidationException/i;
const shapes: Readonly<Record<string, readonly string[]>> = {
  success: ['trace_id', 'status', 'execution_result'],
  skipped: ['trace_id', 'status', 'reason'],
  planned: ['trace_id', 'status', 'execution_result'],
  failed: ['trace_id', 'status', 'execution_result'],
};

type FailureResult = {
  readonly error_code: string;
  readonly message: string;
  readonly retryable: boolean;
  readonly details?: readonly { readonly path: string; readonly message: string }[];
};

/** The rules that a response breaks, one sentence each. */
export function breachesOf(request: Step['request'], { status, headers, body }: ReceivedResponse): string[] {
  const response = parse(body);
  if (response === undefined) return [`the body is not an object in JSON: ${body.slice(0, 200)}`];
  const { trace_id, status: outcome, execution_result: result } = response;
  const breaches: string[] = [];
  const hold = (holds: boolean, rule: string) => {
    if (!holds) breaches.push(rule);
  };
  hold(JSON.stringify(response) === body, `the body holds white space or a key twice: ${body}`);
  hold(
    Object.keys(response).join() === shapes[String(outcome)]?.join(),
    `the body has none of the shapes, or its keys have another order: ${body}`,
  );
  hold(
    headers['content-type'] === 'application/json; charset=utf-8',
    `content-type is ${headers['content-type']}`,
  );
  hold(headers['cache-control'] === 'no-store', `cache-control is ${headers['cache-control']}`);
  hold((headers['x-trace-id'] ?? null) === trace_id, `x-trace-id is ${headers['x-trace-id']}`);
  hold(
    ['true', undefined].includes(headers['idempotent-replayed']),
    `idempotent-replayed is ${headers['idempotent-replayed']}`,
  );
  hold(
    status === 409 || status === 503
      ? /^[1-9][0-9]*$/.test(headers['retry-after'] ?? '')
      : headers['retry-after'] === undefined,
    `retry-after is ${headers['retry-after']} with status ${status}`,
  );
  if (outcome === 'failed') breaches.push(...breachesOfFailure(result as FailureResult, status, request));
  else hold(status === 200, `status is ${status} with ${String(outcome)}`);
  return breaches;
}

function breachesOfFailure(failure: FailureResult, status: number, request: Step['request']): string[] {
  const { error_code: code, message, retryable, details } = failure;
  const expected = Object.hasOwn(errorTable, code) ? errorTable[code as keyof typeof errorTable] : undefined;
  if (expected === undefined) return [`error_code ${code} is not in the contract`];
  const breaches: string[] = [];
  const keys = [
    'success',
    'error_code',
    'message',
    'retryable',
    ...(details === undefined ? [] : ['details']),
  ];
  if (Object.keys(failure).join() !== keys.join()) breaches.push('the keys of the failure are not in order');
  if (status !== expected[0] || retryable !== expected[1])
    breaches.push(`${code} has status ${status} and retryable ${retryable}`);
  if (details !== undefined && (details.length === 0 || details.length > 20))
    breaches.push(`there are ${details.length} details`);
  for (const text of [message, ...(details ?? []).map((detail) => detail.message)]) {
    if (text === '' || internals.test(text)) breaches.push(`a message says nothing, or too much: ${text}`);
    const repeated = payloadTexts(request.json).find((value) => text.includes(value));
    if (repeated !== undefined) breaches.push(`a message repeats the value ${repeated}: ${text}`);
  }
  return breaches;
}

/** Every string of the payload except its action type. */
function payloadTexts(request: unknown): string[] {
  const { data } = (request ?? {}) as { data?: { payload?: unknown } | null };
  const texts: string[] = [];
  const visit = (value: unknown, name: string): void => {
    if (typeof value === 'string' && value.length >= minValueLength && name !== 'action_type')
      texts.push(value);
    if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) visit(inner, key);
  };
  visit(data?.payload, 'payload');
  return texts;
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

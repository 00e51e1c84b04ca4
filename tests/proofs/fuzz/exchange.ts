// Reads a request with its answer: which checks the service made, and on which values.
import type { JsonObject } from '../../../lib/domain/json.ts';
import type { FuzzedEvent } from './events.ts';

export type AnswerBody = {
  readonly trace_id: string | null;
  readonly status: 'success' | 'planned' | 'skipped' | 'failed';
  readonly execution_result?: JsonObject & {
    readonly error_code?: string;
    readonly message?: string;
    readonly details?: readonly { readonly path: string; readonly message: string }[];
  };
};

/** A request with its answer. */
export type Exchange = {
  readonly fuzzed: FuzzedEvent;
  /** The parsed body, where the service could read it. */
  readonly request: unknown;
  readonly answer: AnswerBody;
  readonly code: string;
  /** The calls to the store and outside that it took. */
  readonly calls: readonly string[];
  /** Milliseconds since the epoch, just before the request and just after the answer. */
  readonly sentMs: number;
  readonly answeredMs: number;
};

/** A path of the request at which a text or a list was sent in place of an object, or a text in place of a list. */
type Displaced = { readonly path: string; readonly found: 'text' | 'list' };

/** By Unicode's properties as the runtime has them: neither the schema's pattern nor Python's ranges. */
const visible = /[^\p{White_Space}\p{Cc}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** Whether the checks before the body's text were passed. */
export function isRead({ fuzzed, code }: Exchange): boolean {
  return fuzzed.media === 'taken' && code !== 'payload_too_large';
}

export function beginsWithMark({ fuzzed }: Exchange): boolean {
  return fuzzed.text?.startsWith('\ufeff') === true;
}

/** Texts and lists in place of an object or a list, as far as the check that failed has looked at them. */
export function displaced({ request, code, answer }: Exchange): Displaced[] {
  const isEnvelope =
    code === 'invalid_request' && !detailsOf(answer).some(({ path }) => path === '/decision');
  const list = listOf(request);
  return [
    { path: '', value: request, isChecked: isEnvelope },
    { path: '/data', value: memberOf(request, 'data'), isChecked: isEnvelope },
    { path: '/data/payload', value: payloadOf(request), isChecked: isEnvelope },
    { path: list.path, value: list.value, isChecked: code === 'invalid_payload' && isGiven(list.value) },
  ].flatMap(({ path, value, isChecked }): Displaced[] => {
    if (isChecked && typeof value === 'string') return [{ path, found: 'text' }];
    return isChecked && Array.isArray(value) && path !== list.path ? [{ path, found: 'list' }] : [];
  });
}

/** Paths of the entries without a visible character in a list that its check has looked at. */
export function invisibleEntries({ request, code }: Exchange): string[] {
  const { path, value } = listOf(request);
  if (code !== 'invalid_payload' || !Array.isArray(value)) return [];
  return value.flatMap((entry, index) =>
    typeof entry === 'string' && !visible.test(entry) ? [`${path}/${index}`] : [],
  );
}

/** Whether the times of the request were looked at: all checks before them were passed. */
export function isTimed({ answer, code }: Exchange): boolean {
  return isAccepted(answer) || ['reminder_time_in_past', 'invalid_time'].includes(code);
}

/** Whether it was executed, or planned by a dry run: either way it has the result of a success. */
export function isAccepted({ status }: AnswerBody): boolean {
  return status === 'success' || status === 'planned';
}

/** Whether the request, as the service read it, asks for a dry run. */
export function asksForDryRun(request: unknown): boolean {
  return memberOf(request, 'dry_run') === true;
}

/** The list that the request's action takes, if it takes one. */
function listOf(request: unknown): { path: string; value: unknown } {
  const payload = payloadOf(request);
  const name = new Map<unknown, string>([
    ['task', 'tags'],
    ['meeting', 'participants'],
  ]).get(memberOf(payload, 'action_type'));
  if (name === undefined) return { path: '/none', value: undefined };
  return { path: `/data/payload/${name}`, value: memberOf(payload, name) };
}

function payloadOf(request: unknown): unknown {
  return memberOf(memberOf(request, 'data'), 'payload');
}

/** The fields of a payload that its action knows, if it was accepted. */
export function fieldsOf(request: unknown): [name: string, value: unknown][] {
  return Object.entries(payloadOf(request) ?? {}).filter(([name]) => name !== 'action_type');
}

export function isGiven(value: unknown): boolean {
  if (value === undefined || value === null) return false;
  return typeof value === 'string' ? visible.test(value) : !Array.isArray(value) || value.length > 0;
}

/** When a reminder in UTC is due, to the second, in milliseconds since the epoch; not a number for anything else. */
export function dueMsOf(request: unknown): number {
  const payload = payloadOf(request);
  const time = String(memberOf(payload, 'time'));
  const isUtc = /^[0-9-]{10}T[0-9:]{8}Z$/.test(time) && !isGiven(memberOf(payload, 'timezone'));
  if (memberOf(payload, 'action_type') !== 'reminder' || !isUtc) return Number.NaN;
  const dueMs = Date.parse(time);
  // The runtime reads 30 February as 2 March.
  return !Number.isNaN(dueMs) && new Date(dueMs).toISOString().startsWith(time.slice(0, -1))
    ? dueMs
    : Number.NaN;
}

/** A member of an object, never one that it inherits. */
function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, name) ? (value as JsonObject)[name] : undefined;
}

export function messageOf({ execution_result: result }: AnswerBody): string {
  return result?.message ?? '';
}

export function detailsOf({ execution_result: result }: AnswerBody) {
  return result?.details ?? [];
}

export function messagesOf(answer: AnswerBody): string[] {
  return [messageOf(answer), ...detailsOf(answer).map(({ message }) => message)];
}

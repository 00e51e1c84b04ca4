// Examples of the OpenAPI document: a request and its answer for each action, and one answer for each error code.
// tests/generate sends the requests to the service, and holds it to these answers.
import type { ActionSchema, ErrorRow, Schema } from './schemas.ts';

type Example = { readonly summary: string; readonly description?: string; readonly value: Schema };
export type Examples = Record<string, Example>;

/** Trace ids of failures, where `task-002` would not do; `null` where no valid one is known. */
const traceIds: Readonly<Record<string, string | null>> = {
  unsupported_media_type: null,
  payload_too_large: null,
  invalid_json: null,
  missing_trace_id: null,
  invalid_trace_id: null,
  invalid_time: 'reminder-002',
  reminder_time_in_past: 'reminder-002',
  invalid_meeting_window: 'meeting-002',
  trace_id_conflict: 'task-001',
  execution_in_progress: 'reminder-001',
  info_not_found: 'info-002',
  adapter_rejected: 'reminder-002',
  adapter_unavailable: 'reminder-002',
};

/** What a failure says beyond its usual message, where the request makes a difference. */
const particular: Readonly<Record<string, (types: readonly string[]) => Schema>> = {
  invalid_json: () => ({ message: 'the body must be valid JSON' }),
  invalid_request: () => ({ details: [{ path: '/user', message: 'is not a known field; remove it' }] }),
  unsupported_action_type: (types) => ({
    message: `action_type "email" is not supported; use one of ${types.join(', ')}`,
  }),
  invalid_payload: () => ({
    details: [{ path: '/data/payload/titel', message: 'is not a known field; remove it' }],
  }),
  invalid_time: () => ({
    message: 'time is not on the calendar',
    details: [{ path: '/data/payload/time', message: 'is not on the calendar' }],
  }),
};

/** Requests by name: the documented task first, which a docs page offers to try. */
export function exampleRequests(actions: Map<string, ActionSchema>): Examples {
  const requests = [...actions].flatMap(([type, { description, examples }]) =>
    examples.map((payload, index): [string, Example] => [
      nameOf(type, index),
      {
        summary: `${type}: ${firstSentence(description)}`,
        value: {
          trace_id: traceIdOf(type, index),
          decision: 'workflow',
          data: { workflow_type: 'workflow', payload },
        },
      },
    ]),
  );
  const skipped = {
    summary: 'Another decision: it is skipped.',
    value: { trace_id: 'chat-7', decision: 'respond' },
  };
  return { ...Object.fromEntries(requests), skipped };
}

/** Answers with status 200, by the name of the request that gets them. */
export function exampleSuccesses(actions: Map<string, ActionSchema>): Examples {
  const successes = [...actions].flatMap(([type, { examples, $defs }]) =>
    examples.map((payload, index): [string, Example] => [
      nameOf(type, index),
      {
        summary: `${type}: done`,
        value: {
          trace_id: traceIdOf(type, index),
          status: 'success',
          execution_result:
            ($defs.result['examples'] as readonly Schema[] | undefined)?.[index] ??
            plainResult(type, traceIdOf(type, index), payload, $defs.result.properties),
        },
      },
    ]),
  );
  const skipped = {
    summary: 'Another decision: skipped',
    value: { trace_id: 'chat-7', status: 'skipped', reason: 'decision_not_workflow' },
  };
  return { ...Object.fromEntries(successes), skipped };
}

/** The answer to a failure with this code. */
export function exampleFailure(code: string, row: ErrorRow, actions: Map<string, ActionSchema>): Example {
  const [owner] = [...actions].find(([, { 'x-missing': missing }]) => missing.code === code) ?? [];
  const more = particular[code]?.([...actions.keys()]) ?? {};
  return {
    summary: `${code}: ${row.when}`,
    value: {
      trace_id: code in traceIds ? traceIds[code] : `${owner ?? 'task'}-002`,
      status: 'failed',
      execution_result: {
        success: false,
        error_code: code,
        message: row.message,
        retryable: row.retryable,
        ...more,
      },
    },
  };
}

/** The result of an action that adds nothing of its own. */
function plainResult(type: string, traceId: string, payload: Schema, properties: object): Schema {
  const { action_type: _type, ...sent } = payload;
  const idField = `${type}_id`;
  const made = idField in properties && { [idField]: traceId.replace('-', '_') };
  return { success: true, ...made, ...sent };
}

function nameOf(type: string, index: number): string {
  return index === 0 ? type : `${type}_${index + 1}`;
}

function traceIdOf(type: string, index: number): string {
  return `${type}-${String(index + 1).padStart(3, '0')}`;
}

function firstSentence(text: unknown): string {
  return String(text).split(/(?<=\.)\s/)[0] ?? '';
}

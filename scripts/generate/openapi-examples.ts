// Examples of the OpenAPI document: a request and its response for each action, and a response for each error code.
// tests/generate sends the requests to the service and compares what it answers.
import type { Contract, ErrorRow, Schema } from './contract.ts';

type Example = { readonly summary: string; readonly description?: string; readonly value: Schema };
type Actions = Contract['actions'];
export type Examples = Record<string, Example>;

/** Trace ids of failures that are not those of a task; `null` if the request has no valid one. */
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

/** What the response has in place of the usual message, if that depends on the request. */
const specific: Readonly<Record<string, (types: readonly string[]) => Schema>> = {
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

/** The action that is also shown as a dry run: its result has a field that the service works out. */
const dryRunAction = 'reminder';

const skipped = { trace_id: 'chat-7', decision: 'respond' };

/** Requests by name: the documented task first, which the docs page offers to send. */
export function exampleRequests(actions: Actions): Examples {
  const requests = [...actions].map(
    ([
      type,
      {
        description,
        examples: [payload],
      },
    ]): [string, Example] => [
      type,
      {
        summary: `${type}: ${description.split(/(?<=\.)\s/)[0] ?? ''}`,
        value: {
          trace_id: `${type}-001`,
          decision: 'workflow',
          data: { workflow_type: 'workflow', payload },
        },
      },
    ],
  );
  const { value } = exampleOf(requests, dryRunAction);
  return {
    ...Object.fromEntries(requests),
    'dry-run': {
      summary: `A dry run of the ${dryRunAction}: nothing is done.`,
      value: { ...value, dry_run: true },
    },
    skipped: { summary: 'Another decision: it is skipped.', value: skipped },
  };
}

/** Responses with status 200: the usual one by the name of the request that gets it, the others by the adapter that carried it out. */
export function exampleSuccesses(actions: Actions): Examples {
  const successes = [...actions].flatMap(([type, { $defs }]): [string, Example][] => {
    const results = $defs.result.examples ?? [];
    if (results.length === 0) throw new Error(`the result of ${type} has no example`);
    return results.map((execution_result) => {
      const adapter = adapterOf(execution_result);
      const value = { trace_id: `${type}-001`, status: 'success', execution_result };
      return adapter === undefined
        ? [type, { summary: `${type}: done`, value }]
        : [`${type}-${adapter}`, { summary: `${type}: done by the adapter ${adapter}`, value }];
    });
  });
  const { value } = exampleOf(successes, dryRunAction);
  const { trace_id } = skipped;
  return {
    ...Object.fromEntries(successes),
    'dry-run': {
      summary: `A dry run of the ${dryRunAction}: planned`,
      value: { ...value, status: 'planned' },
    },
    skipped: {
      summary: 'Another decision: skipped',
      value: { trace_id, status: 'skipped', reason: 'decision_not_workflow' },
    },
  };
}

function exampleOf(examples: readonly [string, Example][], type: string): Example {
  const [, example] = examples.find(([name]) => name === type) ?? [];
  if (example === undefined) throw new Error(`${type} has no example`);
  return example;
}

/** The adapter that a result names, if an outside system carried the action out. */
function adapterOf({ external }: Schema): string | undefined {
  return (external as { readonly adapter: string } | undefined)?.adapter;
}

/** A response with this error code. */
export function exampleFailure(code: string, row: ErrorRow, actions: Actions): Example {
  const [owner] = [...actions].find(([, { 'x-missing': missing }]) => missing.code === code) ?? [];
  const more = specific[code]?.([...actions.keys()]) ?? {};
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

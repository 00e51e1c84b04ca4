// Makes the cases of the proof: one execution each, alone or together with what must not disturb it under the same trace id.
import type { Client } from '../../../lib/client/client.ts';
import type { ActionType } from '../../../lib/client/generated/contract.ts';
import type { ExecutionOutcome, Payload } from '../../../lib/client/outcome.ts';
import { pick } from '../size.ts';

export type ClientCall = {
  /** A text of the payload that no other payload has. */
  readonly text: string;
  readonly payload: Payload;
  /** What it must come to, unless its trace id belongs to another payload. */
  readonly expected: 'success' | 'planned' | 'skipped' | 'adapter_rejected' | 'missing_task_title';
  readonly send: (client: Client, traceId: string | undefined) => Promise<ExecutionOutcome>;
};

export type ClientCase = {
  /** `undefined`: the client makes one. */
  readonly traceId: string | undefined;
  /** Calls under one trace id: those of one step at the same time, each step after the last. */
  readonly steps: readonly (readonly ClientCall[])[];
};

export const refusedWord = 'refused';

const actions = ['task', 'task', 'task', 'reminder', 'meeting'] as const;
const withCompany = [
  'again',
  'again',
  'again at once',
  'conflict',
  'conflict at once',
  'dry run first',
  'refusal first',
  'skip first',
] as const;
const shareWithCompany = 0.16;
const shareWithoutTraceId = 0.3;
const shareOfRefusedMeetings = 0.05;

export function makeCases(count: number, run: string, random: () => number): ClientCase[] {
  return Array.from({ length: count }, (_, index) => {
    const kind = random() < shareWithCompany ? pick(withCompany, random) : 'alone';
    const call = makeCall(`${run} ${index}`, random);
    const other = makeCall(`${run} other ${index}`, random);
    const atOnce = kind.endsWith('at once');
    const traceId = !atOnce && random() < shareWithoutTraceId ? undefined : `hub-${run}-${index}`;
    return { traceId, steps: stepsOf(kind, call, other) };
  });
}

type CaseKind = (typeof withCompany)[number] | 'alone';

function stepsOf(kind: CaseKind, call: ClientCall, other: ClientCall): ClientCase['steps'] {
  const steps: Readonly<Record<CaseKind, ClientCase['steps']>> = {
    alone: [[call]],
    again: [[call], [call]],
    'again at once': [[call, call]],
    conflict: [[call], [other]],
    'conflict at once': [[call, other]],
    'dry run first': [[dryRun(call)], [call]],
    'refusal first': [[refusal(call)], [call]],
    'skip first': [[skip(call)], [call]],
  };
  return steps[kind];
}

function makeCall(name: string, random: () => number): ClientCall {
  const action = pick(actions, random);
  const isRefused = action === 'meeting' && random() < shareOfRefusedMeetings;
  const text = `${isRefused ? `${refusedWord} ` : ''}Füttere den Reiher 🪶 ${name}`;
  const payload = payloads[action](text);
  return {
    text,
    payload,
    expected: isRefused ? 'adapter_rejected' : 'success',
    send: async (client, traceId) => await client.execute<ActionType>(payload, { traceId }),
  };
}

const payloads: Readonly<Record<(typeof actions)[number], (text: string) => Payload>> = {
  task: (title) => ({ action_type: 'task', title, priority: 'high', tags: ['birds'] }),
  reminder: (message) => ({
    action_type: 'reminder',
    message,
    time: '2041-06-02T11:30',
    timezone: 'Europe/Berlin',
  }),
  meeting: (title) => ({
    action_type: 'meeting',
    title,
    participants: ['ada@example.com', 'grace@example.com'],
    start_time: '2041-03-03T10:00:00Z',
    end_time: '2041-03-03T11:00:00Z',
  }),
};

function dryRun(call: ClientCall): ClientCall {
  return {
    ...call,
    expected: 'planned',
    send: async (client, traceId) =>
      await client.execute<ActionType>(call.payload, { traceId, dryRun: true }),
  };
}

/** The schema refuses it. */
function refusal(call: ClientCall): ClientCall {
  const data = { workflow_type: 'workflow', payload: { action_type: 'task', title: '\u200b' } };
  return {
    ...call,
    expected: 'missing_task_title',
    send: async (client, traceId) => await client.send({ trace_id: traceId, decision: 'workflow', data }),
  };
}

function skip(call: ClientCall): ClientCall {
  return {
    ...call,
    expected: 'skipped',
    send: async (client, traceId) => await client.send({ trace_id: traceId, decision: 'respond' }),
  };
}

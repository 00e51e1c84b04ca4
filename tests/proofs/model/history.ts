// Runs one history: requests and deliveries that overlap in any way, lose answers and crash, while time passes, the service's zone
// changes and another version runs in between. Checks its invariants.
import { failure, FailureError } from '../../../lib/domain/failure.ts';
import type { Invocation } from '../../../lib/domain/invocation.ts';
import type { Outcome } from '../../../lib/domain/outcome.ts';
import { createDeliver } from '../../../lib/delivery/deliver.ts';
import { createExecutor } from '../../../lib/executor/execute.ts';
import type { EffectRef } from '../../../lib/domain/effect.ts';
import type { Execution } from '../../../lib/domain/execution.ts';
import { readRequest } from '../../../lib/validation/read-request.ts';
import type { CallFault, Turn } from '../crashing-ports.ts';
import { createEnvironment, type PendingSchedule } from './environment.ts';
import { expectedAnswer, type AnswerKind, type TraceState } from './expected-answer.ts';
import {
  answerKindOf,
  isSkipped,
  lastMsOf,
  requestNameOf,
  requestOf,
  startMs,
  zones,
  type RequestName,
} from './requests.ts';

/** Of each call of a port, in order; `undefined`: it succeeds, as do the calls after the last. */
export type CallFaults = readonly (CallFault | undefined)[];

export type Event =
  | {
      readonly kind: 'send';
      readonly trace: string;
      readonly requestName: RequestName;
      readonly faults: CallFaults;
    }
  /** Waits until some schedule is due, and `lateMs` more. */
  | { readonly kind: 'fire'; readonly lateMs: number; readonly faults: CallFaults }
  | { readonly kind: 'fire again'; readonly faults: CallFaults }
  | { readonly kind: 'version'; readonly trace: string }
  | { readonly kind: 'zone' }
  | { readonly kind: 'wait'; readonly ms: number };

export type History = {
  /** Starts events that overlap as the turns decide. */
  readonly begin: (events: readonly Event[]) => void;
  /** Sends one request while nothing else happens or fails; its answer must be the model's. */
  readonly ask: (trace: string, requestName: RequestName, afterMs: number) => Promise<void>;
  /** The scheduler fires all that is due, while nothing fails, and repeats what failed before. */
  readonly deliverAll: () => Promise<void>;
  readonly conclude: () => { readonly wrong: readonly string[]; readonly steps: number };
};

const limitMs = 10_000;

/**
 * @param refused trace ids whose reminders the scheduler rejects for good
 * @param count notes that an event of this kind took place
 */
export function createHistory(
  refused: readonly string[],
  turn: Turn,
  count: (event: string) => void,
): History {
  let nowMs = startMs;
  let zone = 0;
  let invocations = 0;
  let steps = 0;
  const answers = new Map<
    string,
    { readonly kind: AnswerKind | 'retryable'; readonly text: string | undefined }[]
  >();
  const fired: EffectRef[] = [];
  const undelivered = new Set<EffectRef>();
  const environment = createEnvironment(refused, turn);
  const { recordOf, recorded, schedules, delivered, made, wrong } = environment;
  const executors = zones.map((name) => createExecutor(environment.ports, name));
  const deliver = createDeliver(environment.ports.executions, environment.delivery);
  const currentZone = () => zones[zone % zones.length] ?? 'UTC';

  const invoke = <Result>(faults: CallFaults, work: (invocation: Invocation) => Promise<Result>) => {
    const deadlineMs = nowMs + limitMs;
    const leaseOwner = String((invocations += 1));
    const remainingMs = () => deadlineMs - nowMs;
    const invocation = { requestId: '', leaseOwner, nowMs, deadlineMs, remainingMs, storeCalls: 0 };
    const left = [...faults];
    const nextFault = () => {
      steps += 1;
      return left.shift();
    };
    return environment.run(invocation, nextFault, () => work(invocation));
  };
  /** Resolves with `undefined` after a crash. */
  const send = async (trace: string, requestName: RequestName, faults: CallFaults) => {
    const execute = executors[zone % executors.length];
    if (execute === undefined) throw new Error('there is no executor');
    const outcome = await invoke(faults, (invocation) =>
      execute(readRequest(requestOf(trace, requestName)), invocation).catch(asOutcome),
    );
    if (outcome === undefined) return undefined;
    const kind = answerKindOf(outcome);
    const text = 'resultJson' in outcome ? outcome.resultJson : undefined;
    if (text !== undefined && recorded.get(trace)?.includes(text) !== true)
      wrong.push(`${kind} is not recorded`);
    answers.set(trace, [...(answers.get(trace) ?? []), { kind, text }]);
    return kind;
  };
  /** Calls the function as the scheduler does: it sees no crash. */
  const call = async (ref: EffectRef, faults: CallFaults): Promise<void> => {
    undelivered.add(ref);
    const events = { found: () => undefined, handedOver: () => undefined };
    try {
      const outcome = await invoke(faults, (invocation) => deliver(ref, invocation, events));
      if (outcome?.kind === 'delivered') undelivered.delete(ref);
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
    }
  };
  /** The scheduler forgets what it fires. */
  const fire = async ({ ref, publishes }: PendingSchedule, faults: CallFaults): Promise<void> => {
    schedules.delete(ref.effectKey);
    if (publishes) {
      delivered.set(ref.effectKey, (delivered.get(ref.effectKey) ?? 0) + 1);
      return;
    }
    fired.push(ref);
    await call(ref, faults);
  };
  const perform = async (event: Event): Promise<void> => {
    if (event.kind === 'wait') nowMs += event.ms;
    else if (event.kind === 'zone') zone += 1;
    else if (event.kind === 'version') {
      if (!environment.changeVersion(event.trace, nowMs)) return;
    } else if (event.kind === 'fire') {
      // Most events begin at once: a schedule must be created first.
      for (let waits = 0; waits < 12 && schedules.size === 0; waits += 1) await turn('nothing to fire yet');
      const [first] = [...schedules.values()].toSorted((a, b) => a.atMs - b.atMs);
      if (first === undefined) return;
      nowMs = Math.max(nowMs, first.atMs + event.lateMs);
      count(nowMs - first.atMs > 86_400_000 ? 'fire days late' : 'fire');
      return await fire(first, event.faults);
    } else if (event.kind === 'send') {
      await send(event.trace, event.requestName, event.faults);
    } else {
      for (let waits = 0; waits < 16 && fired.length === 0; waits += 1) await turn('nothing has fired yet');
      const ref = fired.at(-1);
      if (ref === undefined) return;
      count('fire again');
      return await call(ref, event.faults);
    }
    count(event.kind);
  };

  return {
    begin: (events) => {
      for (const event of events) {
        turn(JSON.stringify(event))
          .then(() => perform(event))
          .catch((error: unknown) => wrong.push(String(error)));
      }
    },
    ask: async (trace, requestName, afterMs) => {
      nowMs += afterMs;
      const record = recordOf(trace, nowMs);
      const wasDelivered = record?.deliveredAt !== undefined;
      const request = {
        requestName,
        // A delivered reminder was scheduled, whatever the scheduler would answer now.
        refused: refused.includes(trace) && requestName.startsWith('reminder') && !wasDelivered,
        skipped: isSkipped(requestName, currentZone()),
        lastMs: lastMsOf(requestName, currentZone()),
      };
      const expected = expectedAnswer(asTraceState(record), request, nowMs);
      const schedulesBefore = schedules.size;
      const kind = await send(trace, requestName, []);
      if (kind !== expected) wrong.push(`${trace}: ${requestName} gets ${kind}, not ${expected}`);
      if (wasDelivered && schedules.size > schedulesBefore)
        wrong.push(`${trace} is scheduled after its delivery`);
    },
    deliverAll: async () => {
      for (const schedule of Array.from(schedules.values()))
        if (schedule.atMs <= nowMs) await fire(schedule, []);
      // Lambda repeats a call after a minute: every lease has ended then.
      nowMs += 60_000;
      for (const ref of Array.from(undelivered)) {
        const isOfRecord = recordOf(ref.traceId, nowMs)?.effectKey === ref.effectKey;
        await call(ref, []);
        if (undelivered.has(ref) && isOfRecord) wrong.push(`${ref.traceId} is not delivered`);
        undelivered.delete(ref);
      }
    },
    conclude: () => {
      for (const [trace, all] of answers) {
        const results = recorded.get(trace) ?? [];
        const firsts = all.filter(({ kind }) => kind === 'success' || kind === 'rejected');
        if (firsts.length > results.length) wrong.push(`${trace} is executed ${firsts.length} times`);
        const left = asTraceState(recordOf(trace, nowMs));
        // What an earlier version began without recording its plan cannot be planned where its time does not exist.
        const isBeyondPlanning =
          left?.planned === false && isSkipped(left.requestName as RequestName, currentZone());
        if (left?.state === 'pending' && !isBeyondPlanning) wrong.push(`${trace} is never completed`);
        const reminders = results.filter((text) => text.includes('"due_at"'));
        const keys = [...(made.get(trace) ?? [])];
        // An execution that was begun, abandoned and has expired may leave its schedule: it was never answered with success.
        if (keys.length < reminders.length) wrong.push(`${trace} has a schedule too few`);
        for (const key of keys) {
          if (!schedules.has(key) && delivered.get(key) === undefined)
            wrong.push(`${trace} is never delivered`);
        }
      }
      return { wrong, steps };
    },
  };
}

function asTraceState(record: Execution | undefined): TraceState | undefined {
  if (record === undefined) return undefined;
  const { fingerprint, state, leaseUntilMs = 0, plannedJson } = record;
  return {
    requestName: requestNameOf(fingerprint),
    state,
    leaseUntilMs,
    planned: plannedJson !== undefined,
  };
}

function asOutcome(error: unknown): Outcome {
  if (error instanceof FailureError)
    return { status: 'failed', failure: failure(error.failure.code), replayed: false };
  throw error;
}

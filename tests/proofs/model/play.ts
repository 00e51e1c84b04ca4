// Owns: one history: requests and deliveries that overlap in any way, lose answers, die, while time passes, the service's zone changes
// and another version has its turn; and what must hold of it.
import { failure, FailureError } from '../../../lib/domain/failure.ts';
import type { Invocation } from '../../../lib/domain/invocation.ts';
import type { Outcome } from '../../../lib/domain/outcome.ts';
import { createDeliver } from '../../../lib/delivery/deliver.ts';
import { createExecutor } from '../../../lib/executor/execute.ts';
import type { EffectRef } from '../../../lib/domain/effect.ts';
import type { Execution } from '../../../lib/domain/execution.ts';
import { readRequest } from '../../../lib/validation/read-request.ts';
import { expectedOf, type Said, type Trace } from './contract.ts';
import { makeOutside, type Luck, type Schedule, type Turn } from './fake-outside.ts';
import { isSkipped, lastMsOf, printOf, requestOf, saidBy, startMs, zones, type Print } from './requests.ts';

export type Event =
  | { readonly kind: 'send'; readonly trace: string; readonly print: Print; readonly luck: readonly Luck[] }
  /** Waits until some schedule is due, and `lateMs` more. */
  | { readonly kind: 'fire'; readonly lateMs: number; readonly luck: readonly Luck[] }
  | { readonly kind: 'fire again'; readonly luck: readonly Luck[] }
  | { readonly kind: 'version'; readonly trace: string }
  | { readonly kind: 'zone' }
  | { readonly kind: 'wait'; readonly ms: number };

export type Histories = {
  /** What overlaps as the turns fall. */
  readonly begin: (events: readonly Event[]) => void;
  /** One request on a quiet service, whose answer the model tells beforehand. */
  readonly ask: (trace: string, print: Print, afterMs: number) => Promise<void>;
  /** The scheduler fires all that is due, on a quiet service, and what failed before is repeated. */
  readonly deliverAll: () => Promise<void>;
  readonly conclude: () => { readonly wrong: readonly string[]; readonly steps: number };
};

const limitMs = 10_000;

/**
 * @param refused traces whose reminders the scheduler refuses for good
 * @param count notes that a move was made
 */
export function openHistory(
  refused: readonly string[],
  turn: Turn,
  count: (move: string) => void,
): Histories {
  let nowMs = startMs;
  let zone = 0;
  let invocations = 0;
  const lucks = new WeakMap<Invocation, Luck[]>();
  const told = new Map<string, { readonly said: Said | 'passing'; readonly text: string | undefined }[]>();
  const fired: EffectRef[] = [];
  const undelivered = new Set<EffectRef>();
  const outside = makeOutside(refused, turn, (invocation) => lucks.get(invocation)?.shift() ?? 'fine');
  const { recordOf, recorded, schedules, delivered, made, wrong } = outside;
  const executors = zones.map((name) => createExecutor(outside.ports, name));
  const deliver = createDeliver(outside.ports.executions, outside.delivery);
  const zoneNow = () => zones[zone % zones.length] ?? 'UTC';

  const open = (luck: readonly Luck[]): Invocation => {
    const deadlineMs = nowMs + limitMs;
    const leaseOwner = String((invocations += 1));
    const remainingMs = () => deadlineMs - nowMs;
    const invocation = { requestId: '', leaseOwner, nowMs, deadlineMs, remainingMs, storeCalls: 0 };
    lucks.set(invocation, [...luck]);
    return invocation;
  };
  const send = async (trace: string, print: Print, luck: readonly Luck[]): Promise<Said | 'passing'> => {
    const execute = executors[zone % executors.length];
    const outcome = await execute?.(readRequest(requestOf(trace, print)), open(luck)).catch(asOutcome);
    if (outcome === undefined) throw new Error('there is no executor');
    const said = saidBy(outcome);
    const text = 'resultJson' in outcome ? outcome.resultJson : undefined;
    if (text !== undefined && recorded.get(trace)?.includes(text) !== true)
      wrong.push(`${said} is not on record`);
    told.set(trace, [...(told.get(trace) ?? []), { said, text }]);
    return said;
  };
  /** Calls the function as the scheduler does; it does not hear of a death. */
  const call = async (due: EffectRef, luck: readonly Luck[]): Promise<void> => {
    undelivered.add(due);
    try {
      const outcome = await deliver(due, open(luck), { found: () => undefined, handedOver: () => undefined });
      if (outcome.kind === 'delivered') undelivered.delete(due);
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
    }
  };
  /** The scheduler forgets what it fires. */
  const fire = async ({ due, publishes }: Schedule, luck: readonly Luck[]): Promise<void> => {
    schedules.delete(due.effectKey);
    if (publishes) {
      delivered.set(due.effectKey, (delivered.get(due.effectKey) ?? 0) + 1);
      return;
    }
    fired.push(due);
    await call(due, luck);
  };
  const make = async (event: Event): Promise<void> => {
    if (event.kind === 'wait') nowMs += event.ms;
    else if (event.kind === 'zone') zone += 1;
    else if (event.kind === 'version') {
      if (!outside.changeVersion(event.trace, nowMs)) return;
    } else if (event.kind === 'fire') {
      // Most of what is begun here begins at once: a schedule has first to be made.
      for (let waits = 0; waits < 12 && schedules.size === 0; waits += 1) await turn('nothing to fire yet');
      const [first] = [...schedules.values()].toSorted((a, b) => a.atMs - b.atMs);
      if (first === undefined) return;
      nowMs = Math.max(nowMs, first.atMs + event.lateMs);
      count(nowMs - first.atMs > 86_400_000 ? 'fire days late' : 'fire');
      return await fire(first, event.luck);
    } else if (event.kind === 'send') {
      await send(event.trace, event.print, event.luck);
    } else {
      for (let waits = 0; waits < 16 && fired.length === 0; waits += 1) await turn('nothing has fired yet');
      const due = fired.at(-1);
      if (due === undefined) return;
      count('fire again');
      return await call(due, event.luck);
    }
    count(event.kind);
  };

  return {
    begin: (events) => {
      for (const event of events) {
        turn(JSON.stringify(event))
          .then(() => make(event))
          .catch((error: unknown) => wrong.push(String(error)));
      }
    },
    ask: async (trace, print, afterMs) => {
      nowMs += afterMs;
      const isRefused = refused.includes(trace) && print.startsWith('reminder');
      const lastMs = lastMsOf(print, zoneNow());
      const asked = { print, refused: isRefused, skipped: isSkipped(print, zoneNow()), lastMs };
      const standing = recordOf(trace, nowMs);
      const wasDelivered = standing?.deliveredAt !== undefined;
      // What was delivered was made, whatever the scheduler would say now.
      const expected = expectedOf(
        asTrace(standing),
        wasDelivered ? { ...asked, refused: false } : asked,
        nowMs,
      );
      const schedulesBefore = schedules.size;
      const said = await send(trace, print, []);
      if (said !== expected) wrong.push(`${trace}: ${print} gets ${said}, not ${expected}`);
      if (wasDelivered && schedules.size > schedulesBefore)
        wrong.push(`${trace} is scheduled after its delivery`);
    },
    deliverAll: async () => {
      for (const schedule of Array.from(schedules.values()))
        if (schedule.atMs <= nowMs) await fire(schedule, []);
      // As Lambda repeats a call after a minute: no lease is left then.
      nowMs += 60_000;
      for (const due of Array.from(undelivered)) {
        const isOfRecord = recordOf(due.traceId, nowMs)?.effectKey === due.effectKey;
        await call(due, []);
        if (undelivered.has(due) && isOfRecord) wrong.push(`${due.traceId} is not delivered`);
        undelivered.delete(due);
      }
    },
    conclude: () => {
      for (const [trace, all] of told) {
        const results = recorded.get(trace) ?? [];
        const firsts = all.filter(({ said }) => said === 'success' || said === 'rejected');
        if (firsts.length > results.length) wrong.push(`${trace} is executed ${firsts.length} times`);
        const left = asTrace(recordOf(trace, nowMs));
        // What an earlier version began, and did not record the plan of, cannot be planned where its time does not exist.
        const isBeyondPlanning = left?.planned === false && isSkipped(left.print as Print, zoneNow());
        if (left?.state === 'pending' && !isBeyondPlanning) wrong.push(`${trace} is never settled`);
        const reminders = results.filter((text) => text.includes('"due_at"'));
        const keys = [...(made.get(trace) ?? [])];
        // One that was begun, left, and has expired, may have left its schedule: of that no success was told.
        if (keys.length < reminders.length) wrong.push(`${trace} has a schedule too few`);
        for (const key of keys) {
          if (!schedules.has(key) && delivered.get(key) === undefined)
            wrong.push(`${trace} is never delivered`);
        }
      }
      return { wrong, steps: outside.steps };
    },
  };
}

function asTrace(standing: Execution | undefined): Trace | undefined {
  if (standing === undefined) return undefined;
  const { fingerprint, state, leaseUntilMs = 0, plannedJson } = standing;
  return { print: printOf(fingerprint), state, leaseUntilMs, planned: plannedJson !== undefined };
}

function asOutcome(error: unknown): Outcome {
  if (error instanceof FailureError)
    return { status: 'failed', failure: failure(error.failure.code), replayed: false };
  throw error;
}

// Owns: one history: requests that overlap in any way, lose answers, die, while time passes; and what must hold of it.
import { failure, Fault } from '../../../lib/contract/failure.ts';
import type { Invocation } from '../../../lib/contract/invocation.ts';
import type { Outcome } from '../../../lib/contract/outcome.ts';
import { createExecutor } from '../../../lib/executor/execute.ts';
import type { Execution } from '../../../lib/adapters/ports.ts';
import { expectedOf, type Said, type Trace } from './contract.ts';
import { makeOutside, type Luck, type Turn } from './fake-outside.ts';
import { lastMsOf, printOf, requestOf, saidBy, startMs, type Print } from './requests.ts';

export type Event =
  | { readonly kind: 'send'; readonly trace: string; readonly print: Print; readonly luck: readonly Luck[] }
  | { readonly kind: 'wait'; readonly ms: number };

export type Histories = {
  /** Requests that overlap as the turns fall. */
  readonly begin: (events: readonly Event[]) => void;
  /** One request on a quiet service, whose answer the model tells beforehand. */
  readonly ask: (trace: string, print: Print, afterMs: number) => Promise<void>;
  readonly conclude: () => { readonly wrong: readonly string[]; readonly steps: number };
};

const limitMs = 10_000;

/** @param refused traces whose reminders the scheduler refuses for good */
export function openHistory(refused: readonly string[], turn: Turn): Histories {
  let nowMs = startMs;
  let count = 0;
  const lucks = new WeakMap<Invocation, Luck[]>();
  const told = new Map<string, { readonly said: Said | 'passing'; readonly text: string | undefined }[]>();
  const outside = makeOutside(refused, turn, (invocation) => lucks.get(invocation)?.shift() ?? 'fine');
  const { recordOf, recorded, schedules, wrong } = outside;
  const execute = createExecutor(outside.ports, 'UTC');

  const send = async (trace: string, print: Print, luck: readonly Luck[]): Promise<Said | 'passing'> => {
    const deadlineMs = nowMs + limitMs;
    const remainingMs = () => deadlineMs - nowMs;
    const token = String((count += 1));
    const invocation = { requestId: '', token, nowMs, deadlineMs, remainingMs, storeCalls: 0 };
    lucks.set(invocation, [...luck]);
    const outcome = await execute(requestOf(trace, print), invocation).catch(asOutcome);
    const said = saidBy(outcome);
    const text = 'resultJson' in outcome ? outcome.resultJson : undefined;
    if (text !== undefined && recorded.get(trace)?.includes(text) !== true)
      wrong.push(`${said} is not on record`);
    told.set(trace, [...(told.get(trace) ?? []), { said, text }]);
    return said;
  };

  return {
    begin: (events) => {
      for (const event of events) {
        turn(event.kind === 'send' ? `${event.trace}: ${event.print}` : `wait ${event.ms}`)
          .then(() => {
            if (event.kind === 'send') return send(event.trace, event.print, event.luck);
            nowMs += event.ms;
            return undefined;
          })
          .catch((error: unknown) => wrong.push(String(error)));
      }
    },
    ask: async (trace, print, afterMs) => {
      nowMs += afterMs;
      const isRefused = refused.includes(trace) && print.startsWith('reminder');
      const asked = { print, refused: isRefused, lastMs: lastMsOf(print) };
      const expected = expectedOf(asTrace(recordOf(trace, nowMs)), asked, nowMs);
      const said = await send(trace, print, []);
      if (said !== expected) wrong.push(`${trace}: ${print} gets ${said}, not ${expected}`);
    },
    conclude: () => {
      for (const [trace, all] of told) {
        const results = recorded.get(trace) ?? [];
        const firsts = all.filter(({ said }) => said === 'success' || said === 'rejected');
        if (firsts.length > results.length) wrong.push(`${trace} is executed ${firsts.length} times`);
        if (recordOf(trace, nowMs)?.state === 'pending') wrong.push(`${trace} is never settled`);
        const made = [...schedules.values()].filter(({ traceId }) => traceId === trace);
        const reminders = results.filter((text) => text.includes('"due_at"'));
        // One that was begun, left, and has expired, may have left its schedule: of that no success was told.
        if (made.length < reminders.length) wrong.push(`${trace} has a schedule too few`);
      }
      return { wrong, steps: outside.steps };
    },
  };
}

function asTrace(standing: Execution | undefined): Trace | undefined {
  if (standing === undefined) return undefined;
  const { fingerprint, state, leaseUntilMs = 0 } = standing;
  return { print: printOf(fingerprint), state, leaseUntilMs };
}

function asOutcome(error: unknown): Outcome {
  if (error instanceof Fault)
    return { status: 'failed', failure: failure(error.failure.code), replayed: false };
  throw error;
}

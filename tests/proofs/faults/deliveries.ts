// Owns: one reminder from its request to its delivery, cut short wherever it can be, in time or three days late.
import type { EffectRef, EffectResult } from '../../../lib/domain/effect.ts';
import type { Executions } from '../../../lib/ports/executions.ts';
import type { Ports } from '../../../lib/ports/ports.ts';
import { failure, FailureError } from '../../../lib/domain/failure.ts';
import type { Invocation } from '../../../lib/domain/invocation.ts';
import type { Outcome } from '../../../lib/domain/outcome.ts';
import { createDeliver } from '../../../lib/delivery/deliver.ts';
import { createExecutor } from '../../../lib/executor/execute.ts';
import { readRequest } from '../../../lib/validation/read-request.ts';
import { infoRequest, newTraceId, reminderRequest } from '../../support/requests.ts';

type Step = 'claim' | 'act' | 'settle' | 'claim of delivery' | 'hand-over' | 'mark' | 'release';

/** Where an invocation is cut short: it dies, or hears of a failure, before the step took effect or after. */
export type Cut = {
  readonly step: Step;
  readonly how: 'dies before' | 'dies after' | 'is lost before' | 'is lost after';
};

export type Fate = {
  /** Of the first request. */
  readonly request: Cut | undefined;
  /** Of the first call of the scheduler. */
  readonly delivery: Cut | undefined;
  /** What the receiver says to the first call: `unavailable` has taken nothing. */
  readonly receiver: 'done' | 'unavailable';
  /** Whether the request is sent again before its reminder is due, or only after the scheduler has called. */
  readonly again: 'before it is due' | 'after it was called';
  readonly lateMs: number;
};

const hows = ['dies before', 'dies after', 'is lost before', 'is lost after'] as const;
const cuts = (...steps: Step[]): (Cut | undefined)[] => [
  undefined,
  ...steps.flatMap((step) => hows.map((how) => ({ step, how }))),
];
const threeDaysMs = 3 * 86_400_000;

export const fates: readonly Fate[] = cuts('claim', 'act', 'settle').flatMap((request) =>
  cuts('claim of delivery', 'hand-over', 'mark', 'release').flatMap((delivery) =>
    (['done', 'unavailable'] as const).flatMap((receiver) =>
      (['before it is due', 'after it was called'] as const).flatMap((again) =>
        [0, threeDaysMs].map((lateMs) => ({ request, delivery, receiver, again, lateMs })),
      ),
    ),
  ),
);

const dueMs = Date.parse('2041-06-02T09:30:00Z');
const limitMs = 10_000;
/** After this an invocation is dead and its lease over. */
const leaseMs = 12_000;

/** Whether what the receiver took may have gone unrecorded: then, and only then, it may be given twice. */
function mayBeTwice({ delivery, receiver }: Fate): boolean {
  if (delivery === undefined || receiver === 'unavailable') return false;
  const { step, how } = delivery;
  return (step === 'hand-over' && how.endsWith('after')) || (step === 'mark' && how.endsWith('before'));
}

/** @returns what was found wrong, a sentence each */
export async function live(executions: Executions, fate: Fate): Promise<string[]> {
  const traceId = newTraceId('reminder');
  const { json } = reminderRequest({ traceId });
  const wrong: string[] = [];
  let nowMs = dueMs - 3_600_000;
  let count = 0;
  let told: Outcome | undefined;

  // ---- the outside: a scheduler that forgets what it has fired, and a receiver that counts
  const pending = new Map<string, EffectRef>();
  const everMade: EffectRef[] = [];
  let received = 0;
  let calls = 0;
  const cutOf = new WeakMap<Invocation, Cut>();
  const dead = new WeakSet<Invocation>();
  const forever = (): Promise<never> => new Promise(() => undefined);

  const at = async <Result>(
    step: Step,
    invocation: Invocation,
    take: () => Promise<Result>,
    lose: () => Result,
  ): Promise<Result> => {
    const cut = cutOf.get(invocation);
    if (dead.has(invocation)) return await forever();
    const here = cut?.step === step ? cut.how : undefined;
    if (here === 'dies before') return await die(invocation);
    if (here === 'is lost before') return lose();
    const result = await take();
    if (here === 'dies after') return await die(invocation);
    return here === 'is lost after' ? lose() : result;
  };
  const die = (invocation: Invocation): Promise<never> => {
    dead.add(invocation);
    deaths.get(invocation)?.();
    return forever();
  };
  const deaths = new WeakMap<Invocation, () => void>();
  const unconfirmed = (): never => {
    throw new FailureError(failure('store_unavailable', { cause: 'TimeoutError' }));
  };
  const cutting: Executions = {
    ...executions,
    putIfAbsent: (execution, invocation) =>
      at('claim', invocation, () => executions.putIfAbsent(execution, invocation), unconfirmed),
    complete: (settled, invocation) =>
      at('settle', invocation, () => executions.complete(settled, invocation), unconfirmed),
    claimDelivery: (due, seconds, invocation) =>
      at(
        'claim of delivery',
        invocation,
        () => executions.claimDelivery(due, seconds, invocation),
        unconfirmed,
      ),
    markDelivered: (due, deliveredAt, invocation) =>
      at('mark', invocation, () => executions.markDelivered(due, deliveredAt, invocation), unconfirmed),
    releaseDelivery: (due, invocation) =>
      at('release', invocation, () => executions.releaseDelivery(due, invocation), unconfirmed),
  };
  const ports: Ports = {
    executions: cutting,
    topics: { find: () => Promise.resolve(undefined) },
    reminders: {
      schedule: ({ traceId: of, effectKey }, atSeconds, invocation) =>
        at<EffectResult>(
          'act',
          invocation,
          async () => {
            const record = await executions.find(of, invocation);
            if (record?.effectKey !== effectKey) wrong.push('a schedule that no record announces');
            if (record?.deliveredAt !== undefined) wrong.push('a schedule for what was delivered');
            if (atSeconds * 1000 < dueMs) wrong.push('a schedule before its time');
            if (!pending.has(effectKey)) {
              pending.set(effectKey, { traceId: of, effectKey });
              everMade.push({ traceId: of, effectKey });
            }
            return { kind: 'done' };
          },
          () => ({ kind: 'unavailable', cause: 'TimeoutError' }),
        ),
    },
  };
  const execute = createExecutor(ports, 'UTC');
  const deliver = createDeliver(cutting, {
    name: 'log',
    handOver: (_reminder, invocation) => {
      calls += 1;
      const first = calls === 1;
      return at<EffectResult>(
        'hand-over',
        invocation,
        () => {
          if (first && fate.receiver === 'unavailable')
            return Promise.resolve({ kind: 'unavailable', cause: 'TimeoutError' });
          received += 1;
          if (nowMs < dueMs) wrong.push('a delivery before its time');
          return Promise.resolve({ kind: 'done' });
        },
        () => ({ kind: 'unavailable', cause: 'TimeoutError' }),
      );
    },
  });

  // ---- what happens
  const invoke = async <Result>(
    cut: Cut | undefined,
    run: (invocation: Invocation) => Promise<Result>,
  ): Promise<Result | undefined> => {
    count += 1;
    const invocation = {
      requestId: '',
      leaseOwner: `${traceId}.${count}`,
      nowMs,
      deadlineMs: nowMs + limitMs,
      remainingMs: () => limitMs,
      storeCalls: 0,
    };
    if (cut !== undefined) cutOf.set(invocation, cut);
    const result = await new Promise<Result | undefined>((resolve, reject) => {
      deaths.set(invocation, () => resolve(undefined));
      run(invocation).then(resolve, (error: unknown) => {
        if (error instanceof FailureError) resolve(undefined);
        else reject(error);
      });
    });
    await inform();
    return result;
  };
  /** What `info` says is so, at every step. */
  const inform = async (): Promise<void> => {
    const invocation = {
      requestId: '',
      leaseOwner: 'info',
      nowMs,
      deadlineMs: nowMs + limitMs,
      remainingMs: () => limitMs,
      storeCalls: 0,
    };
    const answer = await execute(readRequest(infoRequest(`trace:${traceId}`).json), invocation);
    const record = await executions.find(traceId, invocation);
    if (answer.status !== 'success') {
      if (record !== undefined) wrong.push('info does not know it');
      return;
    }
    const { data } = JSON.parse(answer.resultJson) as {
      data: { state: string; execution_result: unknown; delivered_at: string | null };
    };
    if (data.state !== record?.state) wrong.push('info has another state');
    if ((data.state === 'done') !== (data.execution_result !== null))
      wrong.push('info shows a result too early');
    if (data.delivered_at !== null && received === 0) wrong.push('info tells of a delivery that was not');
    if (data.delivered_at !== null && Date.parse(data.delivered_at) < dueMs)
      wrong.push('info has it too early');
    if (told?.status === 'success' && data.state !== 'done')
      wrong.push('a success that is not recorded was told');
  };
  const send = async (cut?: Cut): Promise<void> => {
    const outcome = await invoke(cut, (invocation) => execute(readRequest(json), invocation));
    if (outcome === undefined || isPassing(outcome)) return;
    const before = told;
    told = outcome;
    if (before !== undefined && JSON.stringify(text(before)) !== JSON.stringify(text(outcome)))
      wrong.push(`contradicts itself: ${text(before)} / ${text(outcome)}`);
    await inform();
  };
  const sendUntilSettled = async (): Promise<void> => {
    for (let tries = 0; tries < 5; tries += 1) {
      await send();
      if (told !== undefined) return;
      nowMs += leaseMs + 60_000;
    }
    wrong.push('is never settled');
  };
  let firstCall = true;
  /** The scheduler calls, and forgets; Lambda repeats what failed after one and two minutes; then an operator does. */
  const fire = async (): Promise<void> => {
    nowMs = Math.max(nowMs, dueMs + fate.lateMs);
    for (const [key, due] of Array.from(pending)) {
      pending.delete(key);
      await call(due);
    }
  };
  const call = async (due: EffectRef): Promise<void> => {
    for (const waitMs of [60_000, 120_000, threeDaysMs, 60_000, 0]) {
      const cut = firstCall ? fate.delivery : undefined;
      firstCall = false;
      const delivered = await invoke(cut, (invocation) =>
        deliver(due, invocation, { found: () => undefined, handedOver: () => undefined }),
      );
      if (delivered?.kind === 'delivered') return;
      nowMs += waitMs;
    }
    wrong.push('is never delivered');
  };

  await send(fate.request);
  nowMs += 60_000;
  if (fate.again === 'before it is due') await sendUntilSettled();
  await fire();
  await sendUntilSettled();
  nowMs += 60_000;
  await fire();
  // The scheduler fires at least once, and a caller may come back days later.
  nowMs += threeDaysMs;
  for (const due of everMade) await call(due);
  await send();
  await fire();

  const record = await executions.find(traceId, {
    requestId: '',
    leaseOwner: '',
    nowMs,
    deadlineMs: nowMs + limitMs,
    remainingMs: () => limitMs,
    storeCalls: 0,
  });
  const isPast = told?.status === 'failed' && told.failure.code === 'reminder_time_in_past';
  if (isPast) {
    // Nothing was recorded, and its time has passed meanwhile.
    if (record !== undefined || received > 0 || everMade.length > 0) wrong.push('is refused, and done');
    return wrong;
  }
  if (told?.status !== 'success') wrong.push(`ends with ${told?.status}`);
  if (record?.state !== 'done' || record.deliveredAt === undefined)
    wrong.push('is not recorded as delivered');
  if (pending.size > 0) wrong.push('leaves a schedule');
  if (everMade.length !== 1) wrong.push(`makes ${everMade.length} schedules`);
  if (received < 1) wrong.push('is not delivered');
  if (received > (mayBeTwice(fate) ? 2 : 1)) wrong.push(`is delivered ${received} times`);
  return wrong;
}

function isPassing(outcome: Outcome): boolean {
  if (outcome.status !== 'failed') return false;
  return outcome.failure.retryAfterSeconds !== undefined || outcome.failure.code === 'deadline_exceeded';
}

function text(outcome: Outcome): string {
  return 'resultJson' in outcome ? (outcome.resultJson ?? '') : JSON.stringify(outcome);
}

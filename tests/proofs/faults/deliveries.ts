// Runs one reminder from its request to its delivery, interrupted at one point of each, in time or three days late.
import type { EffectRef } from '../../../lib/domain/effect.ts';
import { FailureError } from '../../../lib/domain/failure.ts';
import type { Outcome } from '../../../lib/domain/outcome.ts';
import { createDeliver } from '../../../lib/delivery/deliver.ts';
import { createExecutor } from '../../../lib/executor/execute.ts';
import type { Invocation } from '../../../lib/domain/invocation.ts';
import type { Delivery } from '../../../lib/ports/delivery.ts';
import type { Executions } from '../../../lib/ports/executions.ts';
import type { Ports } from '../../../lib/ports/ports.ts';
import { readRequest } from '../../../lib/validation/read-request.ts';
import { invocationAt } from '../../support/executions.ts';
import { infoRequest, newTraceId, reminderRequest } from '../../support/requests.ts';
import { createCrashingPorts, type CrashPoint } from '../crashing-ports.ts';
import { mayBeTwice, threeDaysMs, type DeliveryCase } from './delivery-cases.ts';
import { inMemoryScheduler } from '../../support/in-memory-scheduler.ts';

const dueMs = Date.parse('2041-06-02T09:30:00Z');
/** After this an invocation has ended, and its lease too. */
const leaseMs = 12_000;

/** @returns what was found wrong, a sentence each */
export async function runDeliveryCase(executions: Executions, given: DeliveryCase): Promise<string[]> {
  const traceId = newTraceId('reminder');
  const { json } = reminderRequest({ traceId });
  const wrong: string[] = [];
  let nowMs = dueMs - 3_600_000;
  let invocations = 0;
  let answered: Outcome | undefined;

  // ---- the outside: a scheduler that forgets what it has fired, and a receiver that counts
  const pending = new Map<string, EffectRef>();
  const everMade: EffectRef[] = [];
  let received = 0;
  let handOvers = 0;
  const ports: Ports = {
    executions,
    topics: { find: () => Promise.resolve(undefined) },
    adapters: {
      reminder: inMemoryScheduler(async ({ traceId: of, effectKey, dueSeconds = 0 }, invocation) => {
        const record = await executions.find(of, invocation);
        if (record?.effectKey !== effectKey) wrong.push('a schedule that no record announces');
        if (record?.deliveredAt !== undefined) wrong.push('a schedule for what was delivered');
        if (dueSeconds * 1000 < dueMs) wrong.push('a schedule before its time');
        if (!pending.has(effectKey)) {
          pending.set(effectKey, { traceId: of, effectKey });
          everMade.push({ traceId: of, effectKey });
        }
        return { kind: 'done' };
      }),
    },
  };
  const receiver: Delivery = {
    name: 'log',
    handOver: () => {
      handOvers += 1;
      if (handOvers === 1 && given.receiver === 'unavailable')
        return Promise.resolve({ kind: 'unavailable', cause: 'TimeoutError' });
      received += 1;
      if (nowMs < dueMs) wrong.push('a delivery before its time');
      return Promise.resolve({ kind: 'done' });
    },
  };
  const crashing = createCrashingPorts(ports, receiver);
  const execute = createExecutor(crashing.ports, 'UTC');
  const deliver = createDeliver(crashing.ports.executions, crashing.delivery);

  // ---- what happens
  /** Resolves with `undefined` after a crash, and after a failure of the store. */
  const invoke = async <Result>(
    crashPoint: CrashPoint | undefined,
    work: (invocation: Invocation) => Promise<Result>,
  ): Promise<Result | undefined> => {
    invocations += 1;
    const invocation = invocationAt(nowMs, { leaseOwner: `${traceId}.${invocations}` });
    const result = await crashing.run(
      invocation,
      (call) => (call === crashPoint?.call ? crashPoint.fault : undefined),
      () =>
        work(invocation).catch((error: unknown) => {
          if (error instanceof FailureError) return undefined;
          throw error;
        }),
    );
    await checkInfo();
    return result;
  };
  /** What `info` answers must be true at every step. */
  const checkInfo = async (): Promise<void> => {
    const invocation = invocationAt(nowMs, { leaseOwner: 'info' });
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
    if (answered?.status === 'success' && data.state !== 'done')
      wrong.push('a success was answered that is not recorded');
  };
  const send = async (crashPoint?: CrashPoint): Promise<void> => {
    const outcome = await invoke(crashPoint, (invocation) => execute(readRequest(json), invocation));
    if (outcome === undefined || isRetryable(outcome)) return;
    const before = answered;
    answered = outcome;
    if (before !== undefined && JSON.stringify(textOf(before)) !== JSON.stringify(textOf(outcome)))
      wrong.push(`contradicts itself: ${textOf(before)} / ${textOf(outcome)}`);
    await checkInfo();
  };
  const sendUntilFinal = async (): Promise<void> => {
    for (let tries = 0; tries < 5; tries += 1) {
      await send();
      if (answered !== undefined) return;
      nowMs += leaseMs + 60_000;
    }
    wrong.push('never gets a final answer');
  };
  let isFirstCall = true;
  /** The scheduler calls, and forgets; Lambda repeats a failed call after one minute and after two; then an operator does. */
  const fire = async (): Promise<void> => {
    nowMs = Math.max(nowMs, dueMs + given.lateMs);
    for (const [key, ref] of Array.from(pending)) {
      pending.delete(key);
      await call(ref);
    }
  };
  const call = async (ref: EffectRef): Promise<void> => {
    for (const waitMs of [60_000, 120_000, threeDaysMs, 60_000, 0]) {
      const crashPoint = isFirstCall ? given.delivery : undefined;
      isFirstCall = false;
      const delivered = await invoke(crashPoint, (invocation) =>
        deliver(ref, invocation, { found: () => undefined, handedOver: () => undefined }),
      );
      if (delivered?.kind === 'delivered') return;
      nowMs += waitMs;
    }
    wrong.push('is never delivered');
  };

  await send(given.request);
  nowMs += 60_000;
  if (given.again === 'before it is due') await sendUntilFinal();
  await fire();
  await sendUntilFinal();
  nowMs += 60_000;
  await fire();
  // The scheduler fires at least once, and a caller may come back days later.
  nowMs += threeDaysMs;
  for (const ref of everMade) await call(ref);
  await send();
  await fire();

  const record = await executions.find(traceId, invocationAt(nowMs));
  const isPast = answered?.status === 'failed' && answered.failure.code === 'reminder_time_in_past';
  if (isPast) {
    // Nothing was recorded, and its time has passed in the meantime.
    if (record !== undefined || received > 0 || everMade.length > 0) wrong.push('is refused, and done');
    return wrong;
  }
  if (answered?.status !== 'success') wrong.push(`ends with ${answered?.status}`);
  if (record?.state !== 'done' || record.deliveredAt === undefined)
    wrong.push('is not recorded as delivered');
  if (pending.size > 0) wrong.push('leaves a schedule');
  if (everMade.length !== 1) wrong.push(`makes ${everMade.length} schedules`);
  if (received < 1) wrong.push('is not delivered');
  if (received > (mayBeTwice(given) ? 2 : 1)) wrong.push(`is delivered ${received} times`);
  return wrong;
}

function isRetryable(outcome: Outcome): boolean {
  if (outcome.status !== 'failed') return false;
  return outcome.failure.retryAfterSeconds !== undefined || outcome.failure.code === 'deadline_exceeded';
}

function textOf(outcome: Outcome): string {
  return 'resultJson' in outcome ? (outcome.resultJson ?? '') : JSON.stringify(outcome);
}

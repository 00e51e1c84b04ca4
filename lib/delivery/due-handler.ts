// Answers a schedule that fires: delivers the reminder, writes one line, and throws if Lambda must repeat the call.
import type { ServiceInfo } from '../config/config.ts';
import type { DueReminder, EffectRef } from '../domain/effect.ts';
import { FailureError } from '../domain/failure.ts';
import { idOf } from '../domain/ids.ts';
import { openInvocation, type InvocationSources, type LambdaContext } from '../domain/invocation.ts';
import { describeError } from '../log/error-text.ts';
import type { Log, LogContext, ReminderLine } from '../log/log.ts';
import { tryDescribeError, writeRawLine } from '../log/raw-line.ts';
import type { Deliver, InDelivery } from './deliver.ts';

/** The input of a schedule (adapters/eventbridge/schedule.ts): no event of API Gateway has these fields. */
type DueEvent = { readonly trace_id: string; readonly effect_key: string };

export type DueHandler = (event: DueEvent, lambdaContext: LambdaContext) => Promise<null>;

/** The parts of the composed service that a delivery needs. */
export type DeliveryService = { readonly deliver: Deliver; readonly deliveryName: string; readonly log: Log };

/** Lambda repeats a call that failed, and logs the error it was given: this one carries nothing else. */
class ReminderNotDelivered extends Error {
  override readonly name = 'ReminderNotDelivered';
  override readonly stack = '';
}

export function isDueEvent(event: unknown): event is DueEvent {
  const { trace_id, effect_key } = (event ?? {}) as Partial<DueEvent>;
  return typeof trace_id === 'string' && typeof effect_key === 'string';
}

/**
 * @param start returns the service, or throws the error that kept it from starting
 * @returns a handler that returns if the reminder is delivered, now or before, and throws otherwise
 */
export function createDueHandler(
  start: () => DeliveryService,
  service: ServiceInfo,
  sources: InvocationSources,
): DueHandler {
  return async ({ trace_id: traceId, effect_key: effectKey }, lambdaContext) => {
    const context: LogContext = { trace_id: traceId, request_id: lambdaContext.awsRequestId ?? '' };
    let delivered: boolean;
    try {
      delivered = await deliverAndLog({ traceId, effectKey }, context, lambdaContext, start(), sources);
    } catch (error) {
      writeRawLines(error, context, service);
      delivered = false;
    }
    if (!delivered) throw new ReminderNotDelivered();
    return null;
  };
}

async function deliverAndLog(
  ref: EffectRef,
  context: LogContext,
  lambdaContext: LambdaContext,
  { deliver, deliveryName, log }: DeliveryService,
  sources: InvocationSources,
): Promise<boolean> {
  let line: Partial<ReminderLine> = { reminder_id: idOf('reminder', ref.traceId), delivery: deliveryName };
  let reminder: DueReminder | undefined;
  const fail = (cause: string): boolean => {
    log.notDelivered(context, line, cause);
    return false;
  };
  try {
    const outcome = await deliver(ref, openInvocation(lambdaContext, sources), {
      found: (delivery) => {
        ({ reminder } = delivery);
        line = toReminderLine(delivery, deliveryName);
      },
      handedOver: (delivery) => log.delivered(context, toReminderLine(delivery, deliveryName)),
    });
    return outcome.kind === 'delivered' || fail(outcome.cause);
  } catch (error) {
    if (error instanceof FailureError) return fail(error.causeName);
    const { name, ...text } = describeError(error, { data: reminder });
    log.crashed(context, { name, ...text });
    return fail(name);
  }
}

function toReminderLine({ reminder, lateMs }: InDelivery, delivery: string): ReminderLine {
  return { reminder_id: reminder.reminderId, due_at: reminder.dueAt, late_ms: lateMs, delivery };
}

/** For a service that did not start, or whose log is what failed. */
function writeRawLines(error: unknown, context: LogContext, service: ServiceInfo): void {
  const described = tryDescribeError(error, undefined);
  writeRawLine('EXECUTION_CRASH', { ...service, ...context, error: described });
  writeRawLine('REMINDER_FAILED', { ...service, ...context, cause: described.name });
}

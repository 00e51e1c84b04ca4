// What the function does when a schedule calls it: delivers, writes one line, and throws where the call must be repeated.
import type { Origin } from '../config/config.ts';
import { Fault } from '../domain/failure.ts';
import { idOf } from '../domain/ids.ts';
import { openInvocation, type Clocks, type LambdaContext } from '../domain/invocation.ts';
import { describeAnyway, writeByHand } from '../log/by-hand.ts';
import { describeError } from '../log/error-text.ts';
import type { Log, ReminderLine, Whose } from '../log/log.ts';
import type { Due, DueReminder } from '../adapters/ports.ts';
import type { Deliver, InDelivery } from './deliver.ts';

/** The input of a schedule (adapters/scheduler/schedule.ts): no event of API Gateway has these fields. */
type DueEvent = { readonly trace_id: string; readonly effect_key: string };

export type DueHandler = (event: DueEvent, context: LambdaContext) => Promise<null>;

/** What a delivery needs: the service as it is composed. */
export type DeliveryService = { readonly deliver: Deliver; readonly deliveryName: string; readonly log: Log };

/** Lambda repeats a call that failed; this error is all that it is told, for it writes what it is told into the log. */
class ReminderNotDelivered extends Error {
  override readonly name = 'ReminderNotDelivered';
  override readonly stack = '';
}

export function isDueEvent(event: unknown): event is DueEvent {
  const { trace_id, effect_key } = (event ?? {}) as Partial<DueEvent>;
  return typeof trace_id === 'string' && typeof effect_key === 'string';
}

/**
 * @param start gives the service, or throws what kept it from starting
 * @returns a handler that ends well where the reminder is delivered, now or before, and throws otherwise
 */
export function createDueHandler(start: () => DeliveryService, origin: Origin, clocks: Clocks): DueHandler {
  return async ({ trace_id: traceId, effect_key: effectKey }, context) => {
    const whose: Whose = { trace_id: traceId, request_id: context.awsRequestId ?? '' };
    let delivered: boolean;
    try {
      const service = start();
      delivered = await deliver({ traceId, effectKey }, whose, context, service, clocks);
    } catch (error) {
      writeLastLines(error, whose, origin);
      delivered = false;
    }
    if (!delivered) throw new ReminderNotDelivered();
    return null;
  };
}

async function deliver(
  due: Due,
  whose: Whose,
  context: LambdaContext,
  { deliver: attempt, deliveryName, log }: DeliveryService,
  clocks: Clocks,
): Promise<boolean> {
  let line: Partial<ReminderLine> = {
    reminder_id: idOf('reminder', due.traceId),
    delivery: deliveryName,
  };
  let reminder: DueReminder | undefined;
  const fail = (cause: string): boolean => {
    log.notDelivered(whose, line, cause);
    return false;
  };
  try {
    const outcome = await attempt(due, openInvocation(context, clocks), {
      found: (delivery) => {
        ({ reminder } = delivery);
        line = describe(delivery, deliveryName);
      },
      handedOver: (delivery) => log.delivered(whose, describe(delivery, deliveryName)),
    });
    return outcome.kind === 'delivered' || fail(outcome.cause);
  } catch (error) {
    if (error instanceof Fault) return fail(error.causeName);
    const { name, ...text } = describeError(error, { data: reminder });
    log.crash(whose, { name, ...text });
    return fail(name);
  }
}

function describe({ reminder, lateMs }: InDelivery, delivery: string): ReminderLine {
  return { reminder_id: reminder.reminderId, due_at: reminder.dueAt, late_ms: lateMs, delivery };
}

/** For a service that did not start, or whose log is what failed. */
function writeLastLines(error: unknown, whose: Whose, origin: Origin): void {
  const described = describeAnyway(error, undefined);
  writeByHand('EXECUTION_CRASH', { ...origin, ...whose, error: described });
  writeByHand('REMINDER_FAILED', { ...origin, ...whose, cause: described.name });
}

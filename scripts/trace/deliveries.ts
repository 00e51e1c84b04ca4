// Owns: one try to deliver a reminder, as the log has it, and how it ended. A schedule calls for it, no caller does.
import { numberField, textField } from './lines.ts';
import type { LogLine } from './lines.ts';
import type { LambdaReport } from './reports.ts';

/**
 * `unrecorded`: handed over, but that could not be recorded, so that the next try hands it over once more.
 * `in_progress`: another try held the reminder, and this one left it alone.
 */
export type DeliveryEnding = 'delivered' | 'unrecorded' | 'failed' | 'in_progress';

/** One run of the function that a schedule, or a repetition by Lambda, called for. */
export interface DeliveryTry {
  readonly requestId: string | undefined;
  readonly startedAtMs: number;
  readonly ending: DeliveryEnding;
  readonly crash: LogLine | undefined;
  readonly delivered: LogLine | undefined;
  readonly failure: LogLine | undefined;
  readonly lines: readonly LogLine[];
  /** What the platform says of the run. */
  readonly report?: LambdaReport;
}

export function isReminderLine({ message }: LogLine): boolean {
  return message === 'REMINDER_DELIVERED' || message === 'REMINDER_FAILED';
}

export function asDelivery(lines: readonly LogLine[]): DeliveryTry {
  const of = (message: string): LogLine | undefined => lines.find((line) => line.message === message);
  const [delivered, failure] = [of('REMINDER_DELIVERED'), of('REMINDER_FAILED')];
  return {
    requestId: lines[0]?.requestId,
    startedAtMs: lines[0]?.atMs ?? 0,
    ending: endingOf(delivered, failure),
    crash: of('EXECUTION_CRASH'),
    delivered,
    failure,
    lines,
  };
}

function endingOf(delivered: LogLine | undefined, failure: LogLine | undefined): DeliveryEnding {
  if (failure === undefined) return 'delivered';
  if (delivered !== undefined) return 'unrecorded';
  return textField(failure, 'cause') === 'DeliveryInProgress' ? 'in_progress' : 'failed';
}

/** Each try with the platform's report on it. Repetitions share a request id: the report of each is the first after its end. */
export function withReports(
  tries: readonly DeliveryTry[],
  reports: readonly LambdaReport[],
): readonly DeliveryTry[] {
  return tries.map((delivery, index) => {
    const { requestId, lines } = delivery;
    const isOfSame = (other: { readonly requestId: string | undefined }): boolean =>
      requestId !== undefined && other.requestId === requestId;
    const endedAtMs = lines.at(-1)?.atMs ?? 0;
    const nextAtMs = tries.slice(index + 1).find(isOfSame)?.startedAtMs ?? Infinity;
    const report = reports.find((one) => isOfSame(one) && one.atMs >= endedAtMs && one.atMs <= nextAtMs);
    return report === undefined ? delivery : { ...delivery, report };
  });
}

/** What came of a hand-over: `1.2 s late`, `on time`, and by what. */
export function handedOver(line: LogLine): { readonly lateMs: number; readonly by: string } {
  return { lateMs: numberField(line, 'late_ms') ?? 0, by: textField(line, 'delivery') ?? 'unknown' };
}

export function causeOf({ failure }: DeliveryTry): string {
  return textField(failure, 'cause') ?? 'without a cause';
}

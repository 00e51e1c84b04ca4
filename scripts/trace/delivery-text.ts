// Owns: the lines of one try to deliver a reminder: a crash, the hand-over or why there was none, what the platform says of it.
import { printable } from '../shared/printable.ts';
import { causeOf, handedOver } from './deliveries.ts';
import type { DeliveryEnding, DeliveryTry } from './deliveries.ts';
import type { Colour, Paint } from './paint.ts';
import { row } from './row.ts';
import { crashText, heading, offsetOf, reportText, requestText } from './run-text.ts';
import { span } from './times.ts';

const colours: Readonly<Record<DeliveryEnding, Colour>> = {
  delivered: 'green',
  unrecorded: 'red',
  failed: 'red',
  in_progress: 'yellow',
};

// Lambda's own: the first try and two repetitions, under one request id.
const mostTries = 3;

/** The try at `index` as lines of text, its heading first. */
export function deliveryText(tries: readonly DeliveryTry[], index: number, paint: Paint): string[] {
  const delivery = tries[index];
  if (delivery === undefined) return [];
  const { startedAtMs, ending, crash, delivered, failure, report, requestId } = delivery;
  const coloured = (label: string): string => paint(colours[ending], label);
  return [
    heading(
      `Delivery ${index + 1} of ${tries.length}`,
      startedAtMs,
      tries[0]?.startedAtMs ?? startedAtMs,
      paint,
    ),
    ...(delivered === undefined
      ? []
      : [row(offsetOf(delivered, delivery), 'delivered', printable(lateText(delivered)), coloured)]),
    ...(crash === undefined ? [] : crashText(crash, offsetOf(crash, delivery), paint)),
    ...(failure === undefined
      ? []
      : [row(offsetOf(failure, delivery), 'failed', printable(failureText(tries, index)), coloured)]),
    // A try that failed ends in an error for the platform, so that it is tried again.
    ...reportText(report, failure === undefined ? undefined : 'error'),
    requestText(requestId),
  ];
}

/** `1.2 s late, by sns` */
export function lateText(delivered: NonNullable<DeliveryTry['delivered']>): string {
  const { lateMs, by } = handedOver(delivered);
  return `${lateMs > 0 ? `${span(lateMs)} late` : 'on time'}, by ${by}`;
}

function failureText(tries: readonly DeliveryTry[], index: number): string {
  const delivery = tries[index];
  if (delivery === undefined) return '';
  const cause = causeOf(delivery);
  switch (delivery.ending) {
    case 'in_progress':
      return 'another try held it; this one left it alone';
    case 'unrecorded':
      return `not recorded: ${cause}; it is handed over once more, under the same id`;
    default:
      return `not delivered: ${cause}; ${whatFollows(tries, index)}`;
  }
}

function whatFollows(tries: readonly DeliveryTry[], index: number): string {
  if (index < tries.length - 1) return 'it was tried again';
  const id = tries[index]?.requestId;
  const ofSame = tries.filter(({ requestId }) => requestId !== undefined && requestId === id);
  return ofSame.length >= mostTries ? `the last of its ${mostTries} tries` : 'it is tried again';
}

// Lists the ways in which a reminder's request and its delivery can be interrupted.
import type { CallFault, CrashPoint, PortCall } from '../crashing-ports.ts';

export type DeliveryCase = {
  /** Of the first request. */
  readonly request: CrashPoint | undefined;
  /** Of the first call by the scheduler. */
  readonly delivery: CrashPoint | undefined;
  /** What the receiver answers to the first call: `unavailable` has taken nothing. */
  readonly receiver: 'done' | 'unavailable';
  /** Whether the request is sent again before its reminder is due, or only after the scheduler has called. */
  readonly again: 'before it is due' | 'after the call';
  readonly lateMs: number;
};

const callFaults: readonly CallFault[] = [
  'crashes before',
  'crashes after',
  'is lost before',
  'is lost after',
];
const crashPoints = (...calls: PortCall[]): (CrashPoint | undefined)[] => [
  undefined,
  ...calls.flatMap((call) => callFaults.map((fault) => ({ call, fault }))),
];
export const threeDaysMs = 3 * 86_400_000;

export const deliveryCases: readonly DeliveryCase[] = crashPoints(
  'putIfAbsent',
  'perform',
  'complete',
).flatMap((request) =>
  crashPoints('claimDelivery', 'handOver', 'markDelivered', 'releaseDelivery').flatMap((delivery) =>
    (['done', 'unavailable'] as const).flatMap((receiver) =>
      (['before it is due', 'after the call'] as const).flatMap((again) =>
        [0, threeDaysMs].map((lateMs) => ({ request, delivery, receiver, again, lateMs })),
      ),
    ),
  ),
);

/** Whether the record may lack what the receiver took: then, and only then, the receiver may get it twice. */
export function mayBeTwice({ delivery, receiver }: DeliveryCase): boolean {
  if (delivery === undefined || receiver === 'unavailable') return false;
  const { call, fault } = delivery;
  return (
    (call === 'handOver' && fault.endsWith('after')) || (call === 'markDelivered' && fault.endsWith('before'))
  );
}

export function describeCase({ request, delivery, receiver, again, lateMs }: DeliveryCase): string {
  const where = (point: CrashPoint | undefined) =>
    point === undefined ? 'whole' : `${point.fault} ${point.call}`;
  return `request ${where(request)}, delivery ${where(delivery)}, ${receiver}, again ${again}, ${lateMs} ms late`;
}

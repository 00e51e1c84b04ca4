// Delivery by the log: the line REMINDER_DELIVERED, which is written after every hand-over, is all there is to it.
import type { Delivery } from '../ports.ts';

export const logDelivery: Delivery = {
  name: 'log',
  handOver: () => Promise.resolve({ kind: 'done' }),
};

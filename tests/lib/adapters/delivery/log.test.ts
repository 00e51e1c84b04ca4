// Delivery by the log: the line is written by the caller, so that a hand-over has nothing left to do.
import { expect, test } from '@jest/globals';
import { logDelivery } from '../../../../lib/adapters/delivery/log.ts';
import { invocationAt } from '../../../support/executions.ts';
import { due, nowMs } from './due.ts';

test('a hand-over to the log is done at once, however little time is left', async () => {
  const result = logDelivery.handOver(due, invocationAt(nowMs, { remainingMs: () => 0 }));
  expect(await result).toEqual({ kind: 'done' });
});

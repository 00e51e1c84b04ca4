// Owns the delivery by the log: its line is written by whoever hands over, so that there is nothing left to do.
import { expect, test } from '@jest/globals';
import { createDelivery } from '../../../../lib/adapters/delivery/registry.ts';
import { invocationAt } from '../../../support/executions.ts';
import { due, nowMs } from './due.ts';

test('a hand-over to the log is done at once, whatever time is left', async () => {
  const delivery = createDelivery({ kind: 'log' });
  const handedOver = delivery.handOver(due, invocationAt(nowMs, { remainingMs: () => 0 }));
  expect(await handedOver).toEqual({ kind: 'done' });
});

test.each([
  { kind: 'sns', topicArn: 'arn:aws:sns:us-east-1:123456789012:due' },
  { kind: 'log' },
  { kind: 'webhook', url: 'https://example.com/due', secrets: [`whsec_${'A'.repeat(32)}`] },
] as const)('the delivery by $kind is called by that name', (config) => {
  expect(createDelivery(config).name).toBe(config.kind);
});

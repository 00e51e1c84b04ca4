// Which delivery a configuration chooses.
import { expect, test } from '@jest/globals';
import { createDelivery } from '../../../../lib/adapters/delivery/registry.ts';
import { invocationAt } from '../../../support/executions.ts';
import { due, nowMs } from './due.ts';

test.each([
  { kind: 'sns', topicArn: 'arn:aws:sns:us-east-1:123456789012:due' },
  { kind: 'log' },
  { kind: 'webhook', url: 'https://example.com/due', secret: `whsec_${'A'.repeat(32)}` },
] as const)('the delivery by $kind has that name', (config) => {
  expect(createDelivery(config).name).toBe(config.kind);
});

test('where no delivery is configured, a reminder that is due all the same is not lost: its hand-over fails', async () => {
  const delivery = createDelivery(undefined);
  expect(delivery.name).toBe('none');
  expect(await delivery.handOver(due, invocationAt(nowMs))).toEqual({
    kind: 'unavailable',
    cause: 'NoDeliveryConfigured',
  });
});

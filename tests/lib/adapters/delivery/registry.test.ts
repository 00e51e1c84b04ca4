// Which delivery a configuration chooses.
import { expect, test } from '@jest/globals';
import { createDelivery } from '../../../../lib/adapters/delivery/registry.ts';

test.each([
  { kind: 'sns', topicArn: 'arn:aws:sns:us-east-1:123456789012:due' },
  { kind: 'log' },
  { kind: 'webhook', url: 'https://example.com/due', secret: `whsec_${'A'.repeat(32)}` },
] as const)('the delivery by $kind has that name', (config) => {
  expect(createDelivery(config).name).toBe(config.kind);
});

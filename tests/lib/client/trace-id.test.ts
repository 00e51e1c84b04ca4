// The form of the trace ids that the client makes, and their order.
import { expect, test } from '@jest/globals';
import { createTraceId } from '../../../lib/client/trace-id.ts';

test('the example of RFC 9562, appendix A.6, comes of its time and its random bits', () => {
  const random = Buffer.from('0cc318c4dc0c0c07398f', 'hex');
  expect(createTraceId(0x01_7f_22_e2_79_b0, random)).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f');
});

test('version and variant stand in their places, whatever the random bits', () => {
  expect(createTraceId(0, new Uint8Array(10))).toBe('00000000-0000-7000-8000-000000000000');
  expect(createTraceId(2 ** 48 - 1, new Uint8Array(10).fill(0xff))).toBe(
    'ffffffff-ffff-7fff-bfff-ffffffffffff',
  );
});

test('a later id sorts behind an earlier one, and a part of a millisecond is cut off', () => {
  const at = (epochMs: number) => createTraceId(epochMs, new Uint8Array(10));
  expect(at(1_932_888_600_000) < at(1_932_888_600_001)).toBe(true);
  expect(at(1_932_888_600_000.9)).toBe(at(1_932_888_600_000));
});

test('random bytes that are given are not changed', () => {
  const random = new Uint8Array(10).fill(0xff);
  createTraceId(0, random);
  expect(random).toEqual(new Uint8Array(10).fill(0xff));
});

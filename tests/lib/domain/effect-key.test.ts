// The effect key: the same for every try of one execution, and different for any other.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { effectKeyOf } from '../../../lib/domain/effect-key.ts';

const parts = fc.tuple(fc.string(), fc.string(), fc.string());

test('the same execution has the same key on every try', () => {
  const key = effectKeyOf('reminder_1', 'f'.repeat(64), '2031-04-01T09:30:00.000Z');
  expect(key).toBe(effectKeyOf('reminder_1', 'f'.repeat(64), '2031-04-01T09:30:00.000Z'));
  expect(key).toBe('6d42f696a56cd9647b34a9b85f4b4344c43024a0079bb2ee70cb721fb8b1e2cb');
});

test('another id, another fingerprint or another time of creation gives another key', () => {
  fc.assert(
    fc.property(parts, parts, (one, other) => {
      expect(effectKeyOf(...one) === effectKeyOf(...other)).toBe(
        JSON.stringify(one) === JSON.stringify(other),
      );
    }),
  );
});

test('a key is a valid name in every outside system', () => {
  // EventBridge Scheduler: [0-9a-zA-Z-_.]{1,64}; an event of Google Calendar: [a-v0-9]{5,1024}.
  fc.assert(fc.property(parts, (one) => expect(effectKeyOf(...one)).toMatch(/^[a-v0-9]{5,64}$/)));
});

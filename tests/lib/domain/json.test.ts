// Reading JSON values of unknown shape.
import { expect, test } from '@jest/globals';
import { field, isAbsent, isObject, parseIfJson } from '../../../lib/domain/json.ts';

test('a field is an own property of an object', () => {
  expect([field({ a: 1 }, 'a'), field({}, 'toString'), field([1], 'length'), field('a', 'length')]).toEqual([
    1,
    undefined,
    undefined,
    undefined,
  ]);
});

test('what is not JSON is undefined', () => {
  expect(['{"id":"x"}', 'null', '{"id":', ''].map(parseIfJson)).toEqual([
    { id: 'x' },
    null,
    undefined,
    undefined,
  ]);
});

test('neither null nor a list is an object', () => {
  expect([{}, null, [], 'a', undefined].map(isObject)).toEqual([true, false, false, false, false]);
});

test('what is not sent, null or empty counts as absent in the envelope', () => {
  expect([undefined, null, '', ' ', 0, {}].map(isAbsent)).toEqual([true, true, true, false, false, false]);
});

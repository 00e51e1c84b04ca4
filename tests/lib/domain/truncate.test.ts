// The first characters of a text, for the log and for messages.
import { expect, test } from '@jest/globals';
import { truncate } from '../../../lib/domain/truncate.ts';

test.each([
  ['short', 5, 'short'],
  ['longer', 5, 'longe'],
  ['🪶🪶🪶', 2, '🪶🪶'],
  ['a🪶b', 2, 'a🪶'],
  ['', 3, ''],
  ['a', 0, ''],
])('"%s" truncated to %i code points is "%s"', (text, maxLength, truncated) => {
  expect(truncate(text, maxLength)).toBe(truncated);
});

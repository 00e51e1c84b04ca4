// A required variable is there, or it is an error that names it.
import { expect, test } from '@jest/globals';
import { requireVariable } from '../../../lib/adapters/require-variable.ts';

test('a variable that is set is returned', () => {
  expect(requireVariable({ WEBHOOK_URL: 'https://example.com' }, 'WEBHOOK_URL')).toBe('https://example.com');
});

test('one that is not set is an error with its name', () => {
  expect(() => requireVariable({ WEBHOOK_SECRET: undefined }, 'WEBHOOK_SECRET')).toThrow(
    new TypeError('WEBHOOK_SECRET is not set'),
  );
});

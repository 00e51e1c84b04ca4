// The hint for a caller whose value has the wrong type.
import { expect, test } from '@jest/globals';
import { describeWrongType } from '../../../lib/validation/describe-wrong-type.ts';

test.each([
  ['object', '{}', ', not a string: send the object itself, not its JSON text'],
  ['array', '[]', ', not a string: send the array itself, not its JSON text'],
  ['object', [], ', not a list'],
  ['object', 7, ''],
  ['object', null, ''],
])('where an %s is required, the hint about %j is "%s"', (wanted, value, description) => {
  expect(describeWrongType(wanted, value)).toBe(description);
});

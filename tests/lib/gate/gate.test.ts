// Owns the rule of the gate (section 2 of the contract): only exactly `workflow` executes.
import { expect, test } from '@jest/globals';
import { opensFor } from '../../../lib/gate/gate.ts';

test('the gate opens for workflow', () => {
  expect(opensFor('workflow')).toBe(true);
});

test.each(['', 'Workflow', 'WORKFLOW', 'workflow ', ' workflow', 'workflows', 'work', 'respond', 'true'])(
  'the gate stays shut for "%s"',
  (decision) => {
    expect(opensFor(decision)).toBe(false);
  },
);

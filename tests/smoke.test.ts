// Owns: showing that Jest runs TypeScript as ES modules on the project's own Node. Goes when real tests exist.
import { expect, test } from '@jest/globals';

test('tests run on Node 24', () => {
  expect(process.versions.node.split('.')[0]).toBe('24');
});

// Owns: which tests judge mutants: those that run without Java, Chromium or Python, in seconds.
import { resolve } from 'node:path';
import usual from '../../../jest.config.js';

const { globalSetup: _fetching, reporters: _reporters, ...rest } = usual;
export default {
  ...rest,
  rootDir: resolve(import.meta.dirname, '../../..'),
  testMatch: ['**/tests/lib/**/*.test.ts'],
  moduleNameMapper: { '/extras\\.ts$': '<rootDir>/tests/proofs/mutation/no-extras.ts' },
};

// Runs the tests of one part (parts.ts) for each of its mutants, as CommonJS.
import { resolve } from 'node:path';
import usual from '../../../jest.config.js';
import { parts } from './parts.ts';

const { globalSetup: _fetching, reporters: _reporters, extensionsToTreatAsEsm: _esm, ...rest } = usual;
const part = parts[process.env.MUTATION_PART ?? ''];

export default {
  ...rest,
  rootDir: resolve(import.meta.dirname, '../../..'),
  runner: '<rootDir>/tests/proofs/mutation/first-failure-runner.js',
  testMatch: (part?.tests ?? ['tests/lib/**/*.test.ts']).map((pattern) => `<rootDir>/${pattern}`),
  transform: { '\\.[jt]s$': '<rootDir>/tests/proofs/mutation/transform.js' },
  // What has no CommonJS of its own; the rest of the packages is loaded as it is.
  transformIgnorePatterns: ['/node_modules/(?!(@middy|canonicalize|jose|temporal-polyfill|temporal-utils)/)'],
  moduleNameMapper: {
    '^(@middy/[a-z-]+)$': '<rootDir>/node_modules/$1/index.js',
    '^canonicalize$': '<rootDir>/node_modules/canonicalize/lib/canonicalize.js',
  },
};

// Runs the proofs, which take too long for `npm test`. A store may take long to start.
import usual from '../../jest.config.js';

export default {
  ...usual,
  rootDir: '../..',
  testMatch: ['**/tests/proofs/**/*.proof.ts'],
  maxWorkers: 2,
  testTimeout: 90_000,
};

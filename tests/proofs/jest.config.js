// Owns: how the proofs run that `npm test` leaves out: too long for every change of a line. A store may take long to start.
import usual from '../../jest.config.js';

export default {
  ...usual,
  rootDir: '../..',
  testMatch: ['**/tests/proofs/**/*.proof.ts'],
  maxWorkers: 2,
  testTimeout: 90_000,
};

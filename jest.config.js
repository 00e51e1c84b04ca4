// Native ES modules: start it by `npm test`, which passes the flag that Jest needs for them.
export default {
  roots: ['<rootDir>/tests'],
  testMatch: ['**/*.test.ts'],
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/scripts/jest/transform.js' },
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  testTimeout: 20_000,
  maxWorkers: '100%',
  globalSetup: '<rootDir>/tests/support/fetch-optional-tools.ts',
  reporters: ['default', '<rootDir>/tests/support/skipped-reporter.ts'],
};

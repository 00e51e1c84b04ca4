// Owns: mutation testing of what ships. MUTATE=core judges the parts that keep the promise, otherwise all is judged.
const core = [
  'lib/gate/*.ts',
  'lib/executor/*.ts',
  'lib/contract/ids.ts',
  'lib/contract/fingerprint.ts',
  'lib/adapters/dynamodb/*.ts',
];

export default {
  mutate: process.env.MUTATE === 'core' ? core : ['lib/**/*.ts', 'functions/*.ts', '!lib/generated/**'],
  testRunner: 'jest',
  testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  jest: { configFile: 'tests/proofs/mutation/jest.config.js', enableFindRelatedTests: false },
  // TypeScript 7 has no JavaScript interface with which Stryker could rewrite tsconfig.json; Jest does not read it.
  tsconfigFile: 'none',
  coverageAnalysis: 'perTest',
  concurrency: 2,
  timeoutMS: 10_000,
  ignorePatterns: ['/bench', '/dist', '/.local', '/.serverless', '/.github'],
  tempDirName: '.local/stryker',
  incrementalFile: 'node_modules/.cache/stryker-incremental.json',
  reporters: ['clear-text', 'progress-append-only', 'json'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: 'node_modules/.cache/mutation.json' },
  thresholds: { high: 100, low: 95, break: 90 },
};

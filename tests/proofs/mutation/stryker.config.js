// Tells Stryker how to make and test the mutants of one part (MUTATION_PART). Started by main.ts.
import { parts } from './parts.ts';

const name = process.env.MUTATION_PART ?? Object.keys(parts)[0];
const part = parts[name];
if (part === undefined) throw new Error(`MUTATION_PART must be one of ${Object.keys(parts).join(', ')}`);

export default {
  mutate: part.mutate,
  testRunner: 'jest',
  jest: { configFile: 'tests/proofs/mutation/jest.config.js', enableFindRelatedTests: false },
  // TypeScript 7 has no JavaScript interface with which Stryker could rewrite tsconfig.json; Jest does not read it.
  tsconfigFile: 'none',
  ...(!part.core && {
    plugins: ['@stryker-mutator/*', './tests/proofs/mutation/variables.js'],
    ignorers: ['variables'],
  }),
  // Where the tests of a part are quick each mutant runs them all, so that what runs on loading is scored too; otherwise those that reach
  // it.
  coverageAnalysis: part.isSlow ? 'perTest' : 'off',
  ignoreStatic: part.isSlow === true,
  concurrency: 2,
  timeoutMS: 15_000,
  ignorePatterns: [
    '/bench',
    '/dist',
    '/.local',
    '/.serverless',
    '/.github',
    '/scripts/rehearse',
    '/coverage',
  ],
  tempDirName: `.local/stryker/${name}`,
  reporters: ['json'],
  jsonReporter: { fileName: `node_modules/.cache/mutation/${name}.json` },
  logLevel: 'warn',
  thresholds: { high: 100, low: 95, break: null },
};

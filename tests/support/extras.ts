// Owns: what some suites need beyond Node and npm, and whether it is here.
// Leaves to describe-with.ts what becomes of a suite whose extra is missing.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { isDynamoDbLocalFetched } from '../../scripts/dynamodb-local.ts';

/** Gives the reason why an extra cannot be used here, or nothing when it can. */
type Probe = () => string | undefined;

const chromiumPlaces = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const pythonModules = ['boto3', 'cfnlint', 'jsonschema', 'moto', 'zoneinfo'];

function runs(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

/** Whether Java can be started. */
export function isJavaThere(): boolean {
  return runs('java', '-version');
}

/** Chromium's binary: the one that CHROMIUM_PATH names, or the system's. */
export function findChromium(): string | undefined {
  const named = process.env['CHROMIUM_PATH'];
  return (named === undefined ? chromiumPlaces : [named]).find((path) => existsSync(path));
}

function missingPython(): string | undefined {
  if (!runs('python3', '--version')) return 'python3 is not on the PATH';
  const code = `import importlib.util as u, sys; print(*[m for m in sys.argv[1:] if not u.find_spec(m)], sep=', ')`;
  const missing = spawnSync('python3', ['-c', code, ...pythonModules], { encoding: 'utf8' }).stdout.trim();
  return missing === '' ? undefined : `python3 lacks ${missing}`;
}

const probes = {
  'DynamoDB Local': () => {
    if (!isJavaThere()) return 'java is not on the PATH';
    return isDynamoDbLocalFetched() ? undefined : 'not fetched: npm run dynamodb-local';
  },
  Chromium: () => (findChromium() === undefined ? 'not found: install it or set CHROMIUM_PATH' : undefined),
  Python: missingPython,
} satisfies Record<string, Probe>;

/** Name of an extra, as the last line of `npm test` shows it. */
export type Extra = keyof typeof probes;

export const extraNames = Object.keys(probes) as Extra[];

/** Why this extra cannot be used on this machine; nothing when it can. */
export function whyMissing(extra: Extra): string | undefined {
  return probes[extra]();
}

/** A suite's title with the extra that it needs, by which the reporter finds the suites that were left out. */
export function titleWith(extra: Extra, title: string): string {
  return `${title} [${extra}]`;
}

// Tells which of the tools that some suites need beyond Node and npm are on this machine.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { isDynamoDbLocalFetched } from '../../scripts/dynamodb-local.ts';

/** Returns the reason why a tool cannot be used here; `undefined` when it can. */
type Probe = () => string | undefined;

const chromiumPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const pythonModules = ['awscli', 'boto3', 'cfnlint', 'jsonschema', 'moto', 'zoneinfo'];

function runs(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

export function hasJava(): boolean {
  return runs('java', '-version');
}

/** Path of Chromium: the one that CHROMIUM_PATH names, or the system's. */
export function findChromium(): string | undefined {
  const named = process.env['CHROMIUM_PATH'];
  return (named === undefined ? chromiumPaths : [named]).find((path) => existsSync(path));
}

function missingPython(): string | undefined {
  if (!runs('python3', '--version')) return 'python3 is not on the PATH';
  const code = `import importlib.util as u, sys; print(*[m for m in sys.argv[1:] if not u.find_spec(m)], sep=', ')`;
  const missing = spawnSync('python3', ['-c', code, ...pythonModules], { encoding: 'utf8' }).stdout.trim();
  return missing === '' ? undefined : `python3 lacks ${missing}`;
}

/** Debian's: its modules are there, whatever Python is first on the PATH. */
export const systemPython = '/usr/bin/python3';

function missingCalendarTools(): string | undefined {
  const commands = ['radicale', 'xandikos'].filter((name) => !runs('sh', '-c', `command -v ${name}`));
  const modules = runs(systemPython, '-c', 'import icalendar') ? [] : ['python3-icalendar'];
  const missing = [...commands, ...modules];
  return missing.length === 0 ? undefined : `not installed: ${missing.join(', ')}`;
}

const probes = {
  'DynamoDB Local': () => {
    if (!hasJava()) return 'java is not on the PATH';
    return isDynamoDbLocalFetched() ? undefined : 'not fetched: npx node scripts/dynamodb-local.ts';
  },
  Chromium: () => (findChromium() === undefined ? 'not found: install it or set CHROMIUM_PATH' : undefined),
  Python: missingPython,
  'calendar servers': missingCalendarTools,
  OpenSSL: () => (runs('openssl', 'version') ? undefined : 'openssl is not on the PATH'),
} satisfies Record<string, Probe>;

/** A tool's name, as the last line of `npm test` prints it. */
export type OptionalTool = keyof typeof probes;

export const optionalToolNames = Object.keys(probes) as OptionalTool[];

/** Why this tool cannot be used; `undefined` when it can. With OPTIONAL_TOOLS=none none is used, as when mutants are tested. */
export function whyMissing(tool: OptionalTool): string | undefined {
  return process.env['OPTIONAL_TOOLS'] === 'none' ? 'OPTIONAL_TOOLS is none' : probes[tool]();
}

/** A suite's title with the tool that it needs, by which the reporter finds the skipped suites. */
export function titleWith(tool: OptionalTool, title: string): string {
  return `${title} [${tool}]`;
}

// A copy of what the function and its generated files are made of, to which a test adds what a contributor would add.
import { execFile, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll } from '@jest/globals';

const copied = [
  'functions',
  'lib',
  'schemas',
  'scripts/generate',
  'scripts/build.ts',
  'package.json',
  'tsconfig.json',
];

type Finished = { readonly status: number | null; readonly output: string };

type PracticeProject = {
  readonly folder: string;
  readonly read: (path: string) => string;
  readonly write: (path: string, text: string) => void;
  readonly remove: (path: string) => void;
  /** Changes a registry as a contributor does: a line that imports, and the name in the list. */
  readonly register: (path: string, importLine: string, name: string) => void;
  readonly generate: (...args: readonly string[]) => Finished;
  /** Checks the types of a file and of all that it imports, with the project's settings. */
  readonly compile: (path: string) => Finished;
  readonly build: () => Finished;
  /** Sends one request to the built function, which runs in a process of its own. */
  readonly send: (json: object, env: Readonly<Record<string, string>>) => Promise<PracticeAnswer>;
};

type PracticeAnswer = {
  readonly status: number;
  readonly body: unknown;
  /** The lines of the log that are errors. */
  readonly errors: string;
};

const caller = `
const { handler } = require('./dist/functions/execute.js');
const event = { headers: { 'content-type': 'application/json' }, body: process.argv[1] };
handler(event, {}).then((answer) => process.stdout.write(JSON.stringify(answer)));
`;

/** The copy exists once the tests begin. */
export function practiceProject(): PracticeProject {
  const folder = mkdtempSync(join(tmpdir(), 'practice-'));
  beforeAll(() => {
    for (const path of copied) cpSync(path, join(folder, path), { recursive: true });
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const read = (path: string) => readFileSync(join(folder, path), 'utf8');
  const write = (path: string, text: string) => writeFileSync(join(folder, path), text);
  function run(...args: readonly string[]): Finished {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
    return { status, output: stdout + stderr };
  }

  return {
    folder,
    read,
    write,
    remove: (path) => rmSync(join(folder, path)),
    register: (path, importLine, name) => {
      const [imports = '', list = ''] = read(path).split(/(?<=\n)(?=export const )/);
      const lastImport = imports.lastIndexOf('import ');
      const changed = `${imports.slice(0, lastImport)}${importLine}\n${imports.slice(lastImport)}`;
      write(path, changed + list.replace(/,?\s*([}\]]);\s*$/, `, ${name} $1;\n`));
    },
    generate: (...args) => run('scripts/generate/main.ts', ...args),
    compile: (path) => {
      const settings = { extends: './tsconfig.json', include: [], files: [path] };
      write('tsconfig.practice.json', JSON.stringify(settings));
      return run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.practice.json');
    },
    build: () => run('scripts/build.ts'),
    send: async (json, variables) => {
      const env = { ...process.env, LOG_LEVEL: 'ERROR', ...variables };
      const args = ['-e', caller, JSON.stringify(json)];
      const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { cwd: folder, env });
      const { statusCode, body } = JSON.parse(stdout) as { statusCode: number; body: string };
      return { status: statusCode, body: JSON.parse(body) as unknown, errors: stderr };
    },
  };
}

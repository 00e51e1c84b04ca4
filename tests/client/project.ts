// Lays out the example hubs as a reader does who copies them: in a project of their own that has the packed client.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';

const examples = 'lib/client/examples';

export type HubProject = {
  /** Runs a command in the project. No address, token or credentials but these reach it. */
  readonly run: (command: readonly [string, ...string[]], env: HubVariables) => Promise<HubOutput>;
  readonly remove: () => void;
};

export type HubOutput = {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | null;
};
type HubVariables = Readonly<Record<string, string>>;

const inherited = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(?:AWS|EXECUTOR)_/.test(name)),
);

/** hub.ts as it is and compiled to compiled/hub.js, and hub.py. */
export function createHubProject(): HubProject {
  const folder = mkdtempSync(join(tmpdir(), 'hubs-'));
  const packed = join(folder, 'packed');
  execFileSync(process.execPath, ['scripts/client.ts', packed]);
  const modules = join(folder, 'node_modules');
  mkdirSync(modules);
  cpSync(join(packed, 'package'), join(modules, 'workflow-executor-client'), { recursive: true });
  cpSync('node_modules/aws4fetch', join(modules, 'aws4fetch'), { recursive: true });
  cpSync(examples, folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  const target = ['--module', 'nodenext', '--target', 'es2022', '--outDir', 'compiled'];
  const types = ['--types', 'node', '--typeRoots', resolve('node_modules/@types')];
  const compiler = resolve('node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [compiler, '--strict', ...target, ...types, 'hub.ts'], {
    cwd: folder,
    stdio: 'inherit',
  });
  return {
    run: async ([command, ...args], env) => {
      const child = spawn(command, args, {
        cwd: folder,
        env: { ...inherited, PYTHONDONTWRITEBYTECODE: '1', ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const closed = once(child, 'close');
      const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
      await closed;
      return { stdout, stderr, exitCode: child.exitCode };
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}

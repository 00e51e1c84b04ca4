// Starts the local server as a person does, in a process group and a state folder of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildBundle } from '../../scripts/local/bundle.ts';

export type Launched = {
  readonly child: ChildProcess;
  /** All that it has printed so far. */
  readonly said: { stdout: string; stderr: string };
  /** Where it serves; rejects with what it printed when it ended first. */
  readonly url: Promise<string>;
  readonly exited: Promise<number | null>;
  /** Signals the process, or as Ctrl-C does its whole group, and waits for its end. */
  readonly stop: (signal: NodeJS.Signals, whom?: 'process' | 'group') => Promise<number | null>;
  /** Whether any process of the group is left. */
  readonly isAnyLeft: () => boolean;
};

// Built once, not at each start, which takes as long as the rest of a start.
const bundle = await buildBundle();
const launched: Launched[] = [];
const folders: string[] = [];

export function newStateFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'local-'));
  folders.push(folder);
  return folder;
}

export function launch(
  stateFolder: string,
  env: Readonly<Record<string, string>> = {},
  command: readonly [string, ...string[]] = [process.execPath, 'scripts/start.ts', '--bundle', bundle],
): Launched {
  const [program, ...args] = command;
  const child = spawn(program, args, {
    env: { ...process.env, PORT: '0', STATE_FOLDER: stateFolder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
  const exited = once(child, 'close').then(() => child.exitCode);
  const url = new Promise<string>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said.stderr += text;
      const found = /API\s+(http:\/\/127\.0\.0\.1:\d+)\//.exec(said.stderr)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once('close', () => reject(new Error(`it ended: ${said.stderr}`)));
  });
  url.catch(() => undefined);
  // Without a pid nothing was started; 0 would signal the group of this process.
  const pid = child.pid ?? Number.NaN;
  const self: Launched = {
    child,
    said,
    url,
    exited,
    stop: async (signal, whom = 'process') => {
      if (child.exitCode === null && child.signalCode === null && !Number.isNaN(pid))
        process.kill(whom === 'group' ? -pid : pid, signal);
      return await exited;
    },
    isAnyLeft: () => {
      try {
        return process.kill(-pid, 0);
      } catch {
        return false;
      }
    },
  };
  launched.push(self);
  return self;
}

/** Ends whatever a failed test left running, and removes the state folders. */
export async function cleanUp(): Promise<void> {
  for (const { child, isAnyLeft, exited } of launched.splice(0)) {
    if (isAnyLeft()) process.kill(-(child.pid ?? Number.NaN), 'SIGKILL');
    await exited;
  }
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

export async function post(url: string, body: unknown): Promise<Response> {
  return await fetch(`${url}/api/workflow/execute`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

export async function until<T>(found: () => T | undefined, timeoutMs: number): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const value = found();
    if (value !== undefined) return value;
    if (Date.now() > deadline) throw new Error(`nothing came within ${timeoutMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

// Owns the life of the stand-in for AWS and asking it what stands. Leaves what it is to stand_in.py and facts.py.

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { at, textOf, type Json } from '../../tests/support/template.ts';

export interface StandIn {
  /** What makes osls and boto3 talk to it. */
  readonly env: Readonly<Record<string, string>>;
  readonly facts: (stage: string) => Promise<Json>;
  /** Makes the next update of a stack stay in progress until it is cancelled. */
  readonly holdNextUpdate: () => void;
  /** Makes the next rollback of an update that was held fail, until it is continued. */
  readonly failNextRollback: () => void;
  /** Waits until the stack of `stage` has that status. */
  readonly until: (stage: string, status: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** @throws when the server does not come up. */
export async function startStandIn(): Promise<StandIn> {
  // moto leaves a file where it works.
  const directory = mkdtempSync(join(tmpdir(), 'stand-in-'));
  const script = (name: string): string => join(import.meta.dirname, name);
  const server = spawn('python3', [script('stand_in.py')], {
    cwd: directory,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const errors: string[] = [];
  server.stderr.on('data', (chunk: Buffer) => {
    errors.push(chunk.toString());
    errors.splice(0, errors.length - 40);
  });
  const port = await new Promise<number>((resolve, reject) => {
    createInterface(server.stdout).once('line', (line) =>
      resolve((JSON.parse(line) as { port: number }).port),
    );
    server.once('exit', (code) =>
      reject(new Error(`the stand-in ended with ${String(code)}\n${errors.join('')}`)),
    );
  });
  const env = {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_ACCESS_KEY_ID: 'none',
    AWS_SECRET_ACCESS_KEY: 'none',
    AWS_REGION: 'us-east-1',
  };
  const facts = (stage: string): Promise<Json> =>
    new Promise((resolve, reject) => {
      execFile(
        'python3',
        [script('facts.py'), stage],
        { env: { ...process.env, ...env } },
        (error, stdout, stderr) => {
          if (error) reject(new Error(`what stands could not be asked\n${stderr}`));
          else resolve(JSON.parse(stdout) as Json);
        },
      );
    });
  const stop = async (): Promise<void> => {
    const ended = once(server, 'exit');
    server.stdin.end();
    await ended;
    rmSync(directory, { recursive: true, force: true });
  };
  const holdNextUpdate = (): void => void server.stdin.write('hold the next update\n');
  const failNextRollback = (): void => void server.stdin.write('fail the next rollback\n');
  const until = async (stage: string, status: string): Promise<void> => {
    for (let attempt = 0; attempt < 60; attempt += 1) {
      if (textOf(at(await facts(stage), 'stacks.0.status')) === status) return;
    }
    throw new Error(`the stack of ${stage} does not come to ${status}`);
  };
  return { env, facts, holdNextUpdate, failNextRollback, until, stop };
}

// Owns the layout of the state folder, and the file by which other tools find a running server.

import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Environment } from './environment.ts';

export interface RunningServer {
  readonly pid: number;
  readonly port: number;
  readonly storeEndpoint: string;
  readonly schedulerEndpoint: string;
}

export interface StatePaths {
  readonly folder: string;
  readonly store: string;
  readonly scheduler: string;
  readonly log: string;
  readonly server: string;
}

/** Where the server keeps what it knows: `STATE_FOLDER`, or `.local` beside package.json. */
export function statePaths(env: Environment): StatePaths {
  const folder = env['STATE_FOLDER'] ?? fileURLToPath(new URL('../../.local', import.meta.url));
  return {
    folder,
    store: join(folder, 'store'),
    scheduler: join(folder, 'scheduler'),
    log: join(folder, 'log.jsonl'),
    server: join(folder, 'server.json'),
  };
}

export function announce(paths: StatePaths, server: RunningServer): void {
  // Renamed into place, so that no one reads half of it.
  writeFileSync(`${paths.server}.new`, `${JSON.stringify(server)}\n`);
  renameSync(`${paths.server}.new`, paths.server);
}

export function withdraw(paths: StatePaths): void {
  rmSync(paths.server, { force: true });
}

/** The server that runs over this state folder, if one does. */
export function findRunning(paths: StatePaths): RunningServer | undefined {
  try {
    const server = JSON.parse(readFileSync(paths.server, 'utf8')) as RunningServer;
    // Signal 0 only asks whether the process is there: a killed server leaves its file behind.
    process.kill(server.pid, 0);
    return server;
  } catch {
    return undefined;
  }
}

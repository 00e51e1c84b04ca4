// Lays out the state folder, keeps it from other users, because it has callers' payloads, and tells tools which server runs over it.

import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { errorMessage, StartError } from '../shared/errors.ts';
import type { EnvironmentVariables } from './environment.ts';

export type RunningServer = {
  readonly pid: number;
  readonly port: number;
  readonly storeEndpoint: string;
  readonly schedulerEndpoint: string;
};

export type StatePaths = Readonly<Record<'folder' | 'store' | 'scheduler' | 'log' | 'server', string>>;

/** Where the server keeps its data: `STATE_FOLDER`, or `.local` beside package.json. */
export function statePaths(env: EnvironmentVariables): StatePaths {
  const folder = env['STATE_FOLDER'] ?? join(import.meta.dirname, '../../.local');
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

const [folderMode, fileMode, sticky] = [0o700, 0o600, 0o1000];
// All that is ever written into the folder itself. Other files in it (the folder may be somebody's home) keep their rights.
const ours = /^(?:store|scheduler|log(?:\.\d)?\.jsonl|server\.json(?:\.new)?)$/;

/**
 * Makes the folder when it is not there, and takes the rights of other users from it and from all that the server keeps in it, now
 * and later.
 *
 * @throws StartError when that cannot be done, or when every user may write into the folder
 */
export function openPrivateFolder(folder: string): void {
  // Only a process as a whole has a umask; whoever opens this folder writes no files for others.
  process.umask(0o077);
  try {
    mkdirSync(folder, { recursive: true, mode: folderMode });
  } catch (error) {
    throw new StartError(`The state folder ${folder} cannot be made: ${errorMessage(error)}.`);
  }
  try {
    if ((statSync(folder).mode & sticky) !== 0)
      throw new Error('all users share it, as they do /tmp: name one inside of it');
    chmodSync(folder, folderMode);
    for (const name of readdirSync(folder)) if (ours.test(name)) closeToOthers(join(folder, name));
  } catch (error) {
    throw new StartError(
      `The state folder ${folder} cannot be kept from other users (${errorMessage(error)}).`,
    );
  }
}

function closeToOthers(path: string): void {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  // A link has no rights of its own, and its target is not ours. A file may vanish here: a running server removes it.
  if (stats === undefined || stats.isSymbolicLink()) return;
  if ((stats.mode & 0o077) !== 0) chmodSync(path, stats.isDirectory() ? folderMode : fileMode);
  if (stats.isDirectory()) for (const name of readdirSync(path)) closeToOthers(join(path, name));
}

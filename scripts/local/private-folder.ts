// Owns that what the local server keeps is its owner's alone: it has people's words in it.

import { chmodSync, lstatSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { errorMessage } from '../shared/errors.ts';
import { StartError } from './start-error.ts';

const [folderMode, fileMode, sticky] = [0o700, 0o600, 0o1000];
// All that is ever written into the folder itself. Who names a folder with other files in it, a home say, keeps their rights.
const ours = /^(?:store|scheduler|log(?:\.\d)?\.jsonl|server\.json(?:\.new)?)$/;

/**
 * Makes `folder` when it is not there, and takes the rights of others from it and from all that the server keeps in it, now and for
 * what is yet to be written.
 *
 * @throws StartError when that cannot be done, or when everyone may write into the folder
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
  // A link has no rights of its own, and what it leads to is none of ours. What is gone was removed by a server that runs here.
  if (stats === undefined || stats.isSymbolicLink()) return;
  if ((stats.mode & 0o077) !== 0) chmodSync(path, stats.isDirectory() ? folderMode : fileMode);
  if (stats.isDirectory()) for (const name of readdirSync(path)) closeToOthers(join(path, name));
}

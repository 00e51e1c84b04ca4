// Owns that what the local server keeps is its owner's alone: it has people's words in it.

import { chmodSync, lstatSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const [folderMode, fileMode] = [0o700, 0o600];

/** Makes `folder` when it is not there, and takes the rights of others from it and all in it, now and for what is yet to be written. */
export function openPrivateFolder(folder: string): void {
  // Only a process as a whole has a umask; whoever opens this folder writes no files for others.
  process.umask(0o077);
  mkdirSync(folder, { recursive: true, mode: folderMode });
  chmodSync(folder, folderMode);
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name);
    const { mode, isFolder, isLink } = describe(path);
    if (!isLink && (mode & 0o077) !== 0) chmodSync(path, isFolder ? folderMode : fileMode);
  }
}

function describe(path: string) {
  const stats = lstatSync(path);
  return { mode: stats.mode, isFolder: stats.isDirectory(), isLink: stats.isSymbolicLink() };
}

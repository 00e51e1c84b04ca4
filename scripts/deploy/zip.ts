// Writes a zip archive whose bytes depend on its files' names and contents alone: no clock, no owner, no order of the disk. So the same
// bundle gives the same archive, and a deployment of it changes nothing.

import { zipSync } from 'fflate';

type ArchiveEntry = {
  readonly name: string;
  readonly content: Uint8Array;
};

// The earliest time of the format, which has no time zone: the local parts of a date are written.
const mtime = new Date(1980, 0, 1);
// Made on Unix, a regular file, rw-r--r--: Lambda runs as another user and must be able to read it.
const unixFile = { os: 3, attrs: 0o100644 << 16 };

/** The archive of `entries`, in the order of their names. */
export function zip(entries: readonly ArchiveEntry[]): Uint8Array {
  const sorted = entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const files = Object.fromEntries(sorted.map(({ name, content }) => [name, content]));
  return zipSync(files, { level: 9, mtime, ...unixFile });
}

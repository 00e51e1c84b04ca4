// Writes and reads the files of the log: log.jsonl, and the older log.1.jsonl.

import { closeSync, createReadStream, fstatSync, openSync, readSync, renameSync, writeSync } from 'node:fs';
import { readLines } from './lines.ts';

const defaultMaxBytes = 16 * 1024 * 1024;

/** Opens `file` to append to it. Once it has `maxBytes`, the next line begins a new one. */
export function openLogFile(file: string, maxBytes = defaultMaxBytes) {
  let descriptor = openSync(file, 'a+');
  endLastLine(descriptor);
  let bytes = fstatSync(descriptor).size;
  return {
    /** Appends whole lines at once, so that all that a killed process had logged is in the file. */
    append: (text: string): void => {
      if (bytes >= maxBytes) {
        closeSync(descriptor);
        renameSync(file, olderOf(file));
        descriptor = openSync(file, 'a');
        bytes = 0;
      }
      bytes += writeSync(descriptor, text);
    },
    close: (): void => closeSync(descriptor),
  };
}

/** Every line of the log, the oldest first, also while a server writes it; nothing when there is no log. */
export function readLogFiles(file: string): AsyncGenerator<string, void, undefined> | undefined {
  const descriptors = openAll(file);
  return descriptors.length === 0 ? undefined : readAll(descriptors);
}

async function* readAll(descriptors: readonly number[]): AsyncGenerator<string, void, undefined> {
  for (const fd of descriptors) yield* readLines(createReadStream('', { fd }));
}

// Both are opened before one is read, the newer first: if it becomes the older meanwhile, it is opened twice, and none is missed.
function openAll(file: string): readonly number[] {
  const [newer, older] = [openToRead(file), openToRead(olderOf(file))];
  const descriptors = [older, newer].filter((descriptor) => descriptor !== undefined);
  const [first, second] = descriptors.map((descriptor) => fstatSync(descriptor).ino);
  if (first === second) descriptors.splice(1).forEach((descriptor) => closeSync(descriptor));
  return descriptors;
}

function openToRead(file: string): number | undefined {
  try {
    return openSync(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function olderOf(file: string): string {
  return file.replace(/(\.\w+)?$/, '.1$1');
}

// A line that was cut short, by a full disk or a power cut, must not take the next one with it.
function endLastLine(descriptor: number): void {
  const { size } = fstatSync(descriptor);
  const last = Buffer.alloc(1);
  if (size > 0) readSync(descriptor, last, 0, 1, size - 1);
  if (size > 0 && last.toString() !== '\n') writeSync(descriptor, '\n');
}

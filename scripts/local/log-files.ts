// Writes and reads the files of the log: log.jsonl, and the older log.1.jsonl (the newest of them) to log.4.jsonl.

import {
  closeSync,
  createReadStream,
  existsSync,
  fstatSync,
  openSync,
  readSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { readLines } from './lines.ts';

export type LogFile = {
  /** Appends whole lines at once, so that all that a killed process had logged is in the file. */
  append(text: string): void;
  close(): void;
};

const defaultMaxBytes = 16 * 1024 * 1024;
/** How many older files are kept beside the one that is written. */
const maxOlderFiles = 4;

/** Opens `file` to append to it. Once it has `maxBytes`, the next line begins a new one. */
export function openLogFile(file: string, maxBytes = defaultMaxBytes): LogFile {
  let descriptor = openSync(file, 'a+');
  endLastLine(descriptor);
  let bytes = fstatSync(descriptor).size;
  return {
    append: (text) => {
      if (bytes >= maxBytes) {
        closeSync(descriptor);
        rotate(file);
        descriptor = openSync(file, 'a');
        bytes = 0;
      }
      bytes += writeSync(descriptor, text);
    },
    close: () => closeSync(descriptor),
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

// All are opened before any is read, and the newest first: one that is renamed meanwhile is seen again under its next name, and none
// is missed.
function openAll(file: string): readonly number[] {
  const descriptors = new Map<number, number>();
  for (let number = 0; number <= maxOlderFiles; number += 1) {
    const descriptor = openToRead(nameOf(file, number));
    if (descriptor === undefined) continue;
    const { ino } = fstatSync(descriptor);
    if (descriptors.has(ino)) closeSync(descriptor);
    else descriptors.set(ino, descriptor);
  }
  return [...descriptors.values()].toReversed();
}

function openToRead(file: string): number | undefined {
  try {
    return openSync(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Makes room for a new file; the oldest one is overwritten. */
function rotate(file: string): void {
  for (let number = maxOlderFiles - 1; number >= 0; number -= 1) {
    const from = nameOf(file, number);
    if (existsSync(from)) renameSync(from, nameOf(file, number + 1));
  }
}

function nameOf(file: string, number: number): string {
  return number === 0 ? file : file.replace(/(\.\w+)?$/, `.${number}$1`);
}

// A line that was cut short, by a full disk or a power cut, must not take the next one with it.
function endLastLine(descriptor: number): void {
  const { size } = fstatSync(descriptor);
  const last = Buffer.alloc(1);
  if (size > 0) readSync(descriptor, last, 0, 1, size - 1);
  if (size > 0 && last.toString() !== '\n') writeSync(descriptor, '\n');
}

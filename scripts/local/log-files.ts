// Owns the files of the log: log.jsonl, which is written, and log.1.jsonl and so on, which were put aside, the newest first.

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

export interface LogFile {
  /** Appends whole lines at once, so that a killed process leaves behind what it had said. */
  append(text: string): void;
  close(): void;
}

const usualMostBytes = 16 * 1024 * 1024;
/** How many files are kept beside the one that is written. */
const mostPutAside = 4;

/** Opens `file` to append to it. Once it has `mostBytes`, the next line begins a new one. */
export function openLogFile(file: string, mostBytes = usualMostBytes): LogFile {
  let descriptor = openSync(file, 'a+');
  endLastLine(descriptor);
  let bytes = fstatSync(descriptor).size;
  return {
    append: (text) => {
      if (bytes >= mostBytes) {
        closeSync(descriptor);
        putAside(file);
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

// All before any is read, and the newest first: one that is put aside meanwhile is met again under its next name, and none is missed.
function openAll(file: string): readonly number[] {
  const descriptors = new Map<number, number>();
  for (let number = 0; number <= mostPutAside; number += 1) {
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

/** Makes room for a new file; the oldest one goes. */
function putAside(file: string): void {
  for (let number = mostPutAside - 1; number >= 0; number -= 1) {
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

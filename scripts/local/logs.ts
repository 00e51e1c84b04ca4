// Owns where log lines go: all of them to one file, and to stdout, readable in a terminal and as they are when piped.
// Leaves their content to the function that wrote them.

import { closeSync, existsSync, fstatSync, openSync, readSync, renameSync, writeSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { lineSplitter } from './lines.ts';
import { formatLine } from './pretty.ts';

export type LogRecord = Readonly<Record<string, unknown>>;

export interface Logs {
  /** Takes in every line that comes out of `stream`. */
  follow(stream: Readable, name: 'stdout' | 'stderr'): void;
  write(record: LogRecord): void;
  close(): void;
}

export interface LogsOptions {
  readonly file: string;
  readonly output: NodeJS.WritableStream & { readonly isTTY?: boolean };
  /** What a record has that is made here and not by the function: service, stage, version. */
  readonly common: LogRecord;
  /** Called with each line once it has been written. */
  readonly onLine?: (line: string) => void;
  /** How long the file may grow before it is put aside, in bytes. */
  readonly mostBytes?: number;
}

const usualMostBytes = 16 * 1024 * 1024;
/** How many files are kept beside the one that is written. */
const mostPutAside = 4;

/** Every file of the log that ends in `file`, the oldest first; some may not be there. */
export function logFiles(file: string): string[] {
  const putAside = Array.from({ length: mostPutAside }, (_, index) => putAsideAs(file, mostPutAside - index));
  return [...putAside, file];
}

function putAsideAs(file: string, number: number): string {
  return file.replace(/(\.\w+)?$/, `.${number}$1`);
}

export function openLogs(options: LogsOptions): Logs {
  const { file, output, common, onLine, mostBytes = usualMostBytes } = options;
  let descriptor = openSync(file, 'a+');
  endLastLine(descriptor);
  let bytes = fstatSync(descriptor).size;
  // Whoever read our output may leave (`npm start | head`): the service goes on and the file has every line.
  output.on('error', () => undefined);

  const emit = (lines: readonly string[]): void => {
    if (lines.length === 0) return;
    const text = `${lines.join('\n')}\n`;
    if (bytes >= mostBytes) {
      closeSync(descriptor);
      putAside(file);
      descriptor = openSync(file, 'a+');
      bytes = 0;
    }
    // At once, so that a killed process leaves behind what it had said.
    bytes += writeSync(descriptor, text);
    output.write(output.isTTY === true ? `${lines.map((line) => formatLine(line)).join('\n')}\n` : text);
    if (onLine !== undefined) lines.forEach(onLine);
  };
  const record = ({ level, message, ...fields }: LogRecord): string => {
    const timestamp = new Date().toISOString();
    return JSON.stringify({
      level,
      message,
      timestamp,
      ...common,
      trace_id: null,
      request_id: null,
      ...fields,
    });
  };
  // What is no log line (a warning of Node's, say) becomes one, so that every line can be read by machine.
  const asLine = (line: string, name: 'stdout' | 'stderr'): string =>
    isJsonObject(line)
      ? line
      : record({ level: name === 'stderr' ? 'WARN' : 'INFO', message: 'FUNCTION_OUTPUT', text: line });

  return {
    follow: (stream, name) => {
      const splitter = lineSplitter();
      const take = (lines: readonly string[]): void =>
        emit(lines.filter((line) => line !== '').map((line) => asLine(line, name)));
      stream.on('data', (piece: Buffer) => take(splitter.write(piece)));
      stream.on('end', () => take(splitter.end()));
    },
    write: (fields) => emit([record(fields)]),
    close: () => closeSync(descriptor),
  };
}

/** Makes room for a new file; the oldest one goes. */
function putAside(file: string): void {
  for (let number = mostPutAside - 1; number > 0; number -= 1) {
    const from = putAsideAs(file, number);
    if (existsSync(from)) renameSync(from, putAsideAs(file, number + 1));
  }
  renameSync(file, putAsideAs(file, 1));
}

// A line that was cut short, by a full disk or a power cut, must not take the next one with it.
function endLastLine(descriptor: number): void {
  const { size } = fstatSync(descriptor);
  const last = Buffer.alloc(1);
  if (size > 0) readSync(descriptor, last, 0, 1, size - 1);
  if (size > 0 && last.toString() !== '\n') writeSync(descriptor, '\n');
}

function isJsonObject(line: string): boolean {
  if (!line.startsWith('{')) return false;
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

// Owns where log lines go: all of them to one file, and to stdout, readable in a terminal and as they are when piped.
// Leaves their content to the function that wrote them.

import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
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
}

export function openLogs({ file, output, common }: LogsOptions): Logs {
  const descriptor = openSync(file, 'a+');
  endLastLine(descriptor);
  // Whoever read our output may leave (`npm start | head`): the service goes on and the file has every line.
  output.on('error', () => undefined);

  const emit = (lines: readonly string[]): void => {
    if (lines.length === 0) return;
    const text = `${lines.join('\n')}\n`;
    // At once, so that a killed process leaves behind what it had said.
    writeSync(descriptor, text);
    output.write(output.isTTY === true ? `${lines.map((line) => formatLine(line)).join('\n')}\n` : text);
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

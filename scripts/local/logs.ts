// Owns where log lines go: all of them to the log file, and to stdout, readable in a terminal and as they are when piped.
// Leaves their content to the function that wrote them.

import type { OutputSink } from './function.ts';
import { lineSplitter } from './lines.ts';
import { openLogFile } from './log-files.ts';
import { formatLine } from './pretty.ts';

export type LogRecord = Readonly<Record<string, unknown>>;

export interface Logs {
  /** Takes in every line that is written to it. */
  openOutput(name: 'stdout' | 'stderr'): OutputSink;
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

export function openLogs(options: LogsOptions): Logs {
  const { file, output, common, onLine, mostBytes } = options;
  const kept = openLogFile(file, mostBytes);
  // Whoever read our output may leave (`npm start | head`): the service goes on and the file has every line.
  output.on('error', () => undefined);

  const emit = (lines: readonly string[]): void => {
    if (lines.length === 0) return;
    const text = `${lines.join('\n')}\n`;
    kept.append(text);
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
    openOutput: (name) => {
      const splitter = lineSplitter();
      const take = (lines: readonly string[]): void =>
        emit(lines.filter((line) => line !== '').map((line) => asLine(line, name)));
      return { write: (piece) => take(splitter.write(piece)), end: () => take(splitter.end()) };
    },
    write: (fields) => emit([record(fields)]),
    close: () => kept.close(),
  };
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

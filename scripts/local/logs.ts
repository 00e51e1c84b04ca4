// Sends every log line to the log file and to stdout, there readable in a terminal and unchanged when piped.

import { isJson } from '../shared/json.ts';
import type { OutputSink } from './function.ts';
import { lineSplitter } from './lines.ts';
import { openLogFile } from './log-files.ts';
import { formatLine } from './pretty.ts';

export type LogRecord = Readonly<Record<string, unknown>>;

export type Logs = ReturnType<typeof openLogs>;

export type LogsOptions = {
  readonly file: string;
  readonly output: NodeJS.WritableStream & { readonly isTTY?: boolean };
  /** Fields of the records that are made here and not by the function: service, stage, version. */
  readonly common: LogRecord;
  /** The size in bytes at which a new file begins. */
  readonly maxBytes?: number;
};

export function openLogs(options: LogsOptions) {
  const { file, output, common, maxBytes } = options;
  const kept = openLogFile(file, maxBytes);
  // The reader of our output may stop (`npm start | head`): the service goes on, and the file has every line.
  output.on('error', () => undefined);

  const emit = (lines: readonly string[]): void => {
    if (lines.length === 0) return;
    const text = `${lines.join('\n')}\n`;
    kept.append(text);
    output.write(output.isTTY === true ? `${lines.map((line) => formatLine(line)).join('\n')}\n` : text);
  };
  const record = ({ level, message, ...fields }: LogRecord): string => {
    const head = { level, message, timestamp: new Date().toISOString(), ...common };
    return JSON.stringify({ ...head, trace_id: null, request_id: null, ...fields });
  };
  // Other output (a warning of Node, for example) becomes a log line, so that a program can read every line.
  const asLine = (line: string, name: 'stdout' | 'stderr'): string =>
    line.startsWith('{') && isJson(line)
      ? line
      : record({ level: name === 'stderr' ? 'WARN' : 'INFO', message: 'FUNCTION_OUTPUT', text: line });

  return {
    /** Takes in every line that is written to it. */
    openOutput: (name: 'stdout' | 'stderr'): OutputSink => {
      const splitter = lineSplitter();
      const take = (lines: readonly string[]): void =>
        emit(lines.filter((line) => line !== '').map((line) => asLine(line, name)));
      return { write: (piece) => take(splitter.write(piece)), end: () => take(splitter.end()) };
    },
    write: (fields: LogRecord): void => emit([record(fields)]),
    close: (): void => kept.close(),
  };
}

// Owns how a log line looks in a terminal: time, level, message, trace id, and the rest as key=value.

import { styleText } from 'node:util';
import { isObject, type JsonObject } from '../../lib/domain/json.ts';
import { isExactNumber, parseExact } from '../shared/json.ts';
import { printable } from '../shared/printable.ts';

type Style = Parameters<typeof styleText>[0];

const levelStyles: Readonly<Record<string, Style>> = {
  DEBUG: 'gray',
  INFO: 'green',
  WARN: 'yellow',
  ERROR: 'red',
};
// The same in every line, or of use to machines alone.
const hidden = new Set([
  'level',
  'message',
  'timestamp',
  'trace_id',
  'request_id',
  'service',
  'stage',
  'version',
]);

/** `line` for a human reader; when it is not a JSON object, the text itself. */
export function formatLine(line: string): string {
  const record = parse(line);
  if (record === undefined) return printable(line);
  const level = word(record['level'], 'INFO');
  const style = levelStyles[level] ?? 'green';
  const rest = Object.entries(record)
    .filter(([key]) => !hidden.has(key))
    .map(([key, value]) => `${styleText('gray', `${printable(key)}=`)}${formatValue(value)}`);
  return [
    styleText('gray', localTime(record['timestamp'])),
    styleText(style, level.padEnd(5)),
    styleText('bold', word(record['message'], '')),
    styleText('cyan', word(record['trace_id'], '-')),
    ...rest,
    ...formatStack(record['error']),
  ].join(' ');
}

function parse(line: string): JsonObject | undefined {
  try {
    const value = parseExact(line);
    return isObject(value) && !isExactNumber(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function word(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? printable(value) : otherwise;
}

function formatValue(value: unknown): string {
  // Quoted unless it is a plain word, and the stack stands below.
  if (typeof value === 'string' && /^[\w.:@=+/-]+$/.test(value)) return value;
  const isError = typeof value === 'object' && value !== null && 'stack' in value;
  return printable(JSON.stringify(isError ? { ...value, stack: undefined } : value));
}

function formatStack(error: unknown): readonly string[] {
  if (typeof error !== 'object' || error === null || !('stack' in error) || typeof error.stack !== 'string')
    return [];
  return error.stack.split('\n').map((frame) => `\n    ${styleText('gray', printable(frame.trim()))}`);
}

function localTime(timestamp: unknown): string {
  const date = new Date(typeof timestamp === 'string' ? timestamp : Number.NaN);
  return Number.isNaN(date.getTime()) ? '--:--:--' : date.toTimeString().slice(0, 8);
}

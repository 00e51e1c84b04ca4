// Formats a log line for a terminal: time, level, message, trace id, and the rest as key=value.

import { styleText } from 'node:util';
import { field, isObject } from '../../lib/domain/json.ts';
import { jsonObject } from '../shared/json.ts';
import { printable } from '../shared/printable.ts';

const levelStyles = new Map<unknown, Parameters<typeof styleText>[0]>([
  ['DEBUG', 'gray'],
  ['WARN', 'yellow'],
  ['ERROR', 'red'],
]);

/** `line`, a JSON object, for a human reader. */
export function formatLine(line: string): string {
  const { level, message, timestamp, trace_id, ...others } = jsonObject(line);
  // The same in every line, or of use to programs alone.
  const { request_id: _request, service: _service, stage: _stage, version: _version, ...rest } = others;
  return [
    styleText('gray', localTime(timestamp)),
    styleText(levelStyles.get(level) ?? 'green', word(level, 'INFO').padEnd(5)),
    styleText('bold', word(message, '')),
    styleText('cyan', word(trace_id, '-')),
    ...Object.entries(rest).map(
      ([key, value]) => `${styleText('gray', `${printable(key)}=`)}${formatValue(value)}`,
    ),
    ...formatStack(rest['error']),
  ].join(' ');
}

function word(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? printable(value) : otherwise;
}

function formatValue(value: unknown): string {
  // Quoted unless it is a plain word. The stack has lines of its own.
  if (typeof value === 'string' && /^[\w.:@=+/-]+$/.test(value)) return value;
  const isError = isObject(value) && 'stack' in value;
  return printable(JSON.stringify(isError ? { ...value, stack: undefined } : value));
}

function formatStack(error: unknown): readonly string[] {
  const stack = field(error, 'stack');
  if (typeof stack !== 'string') return [];
  return stack.split('\n').map((frame) => `\n    ${styleText('gray', printable(frame.trim()))}`);
}

function localTime(timestamp: unknown): string {
  const date = new Date(typeof timestamp === 'string' ? timestamp : Number.NaN);
  return Number.isNaN(date.getTime()) ? '--:--:--' : date.toTimeString().slice(0, 8);
}

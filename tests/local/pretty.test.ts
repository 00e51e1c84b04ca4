import { stripVTControlCharacters } from 'node:util';
import { expect, test } from '@jest/globals';
import { formatLine } from '../../scripts/local/pretty.ts';

const record = {
  level: 'INFO',
  message: 'EXECUTION_SUCCESS',
  timestamp: '2026-11-22T15:40:21.363Z',
  service: 'workflow-executor',
  stage: 'local',
  version: '1.0.0',
  trace_id: 'task-001',
  request_id: 'r',
};

function format(line: object): string {
  return stripVTControlCharacters(formatLine(JSON.stringify(line)));
}

test('a line shows time, level, message, trace and the rest, and leaves out what is the same in every line', () => {
  const time = new Date(record.timestamp).toTimeString().slice(0, 8);
  expect(format({ ...record, duration_ms: 12.3, cause: 'two words', retryable: false })).toBe(
    `${time} INFO  EXECUTION_SUCCESS task-001 duration_ms=12.3 cause="two words" retryable=false`,
  );
});

test('a dry run is shown by its own message', () => {
  const time = new Date(record.timestamp).toTimeString().slice(0, 8);
  expect(format({ ...record, message: 'EXECUTION_PLANNED', action_type: 'reminder', duration_ms: 0.9 })).toBe(
    `${time} INFO  EXECUTION_PLANNED task-001 action_type=reminder duration_ms=0.9`,
  );
});

test('a line without a trace id shows a dash, and dashes for a missing time', () => {
  expect(format({ level: 'WARN', message: 'X', trace_id: null })).toBe('--:--:-- WARN  X -');
});

test('the stack of an error is printed on separate lines', () => {
  const error = { name: 'TypeError', message: 'no', stack: 'TypeError: no\n    at a\n    at b' };
  expect(format({ ...record, error }).split('\n')).toEqual([
    expect.stringMatching(/task-001 error={"name":"TypeError","message":"no"} $/),
    '    TypeError: no ',
    '    at a ',
    '    at b',
  ]);
});

test('no value reaches the terminal as control characters', () => {
  const hostile = '\u001b[2J\u009b31m\u202e\u0085\u2028\u2029';
  const line = format({
    level: hostile,
    message: hostile,
    trace_id: hostile,
    cause: hostile,
    error: { stack: hostile },
    [hostile]: hostile,
  });
  const unsafe = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/u;
  expect(line.replaceAll('\n', '')).not.toMatch(unsafe);
});

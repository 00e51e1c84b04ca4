// The readers by which filters, queries and alarms are checked are themselves right, and reject what they do not know.
import { expect, test } from '@jest/globals';
import { evaluateMath, fieldsOf, readPattern } from './cloudwatch.ts';

const line = {
  message: 'EXECUTION_FAILED',
  error_code: 'invalid_json',
  duration_ms: 1.5,
  trace_id: null,
  error: { name: 'E' },
};

test.each([
  ['{ $.message = "EXECUTION_FAILED" }', true],
  ['{ $.message = "EXECUTION_*" }', true],
  ['{ $.message = "*" }', true],
  ['{ $.message = "FAILED" }', false],
  ['{ $.message = "EXECUTION.FAILED" }', false],
  ['{ $.message != "EXECUTION_FAILED" }', false],
  ['{ $.message != "x" }', true],
  ['{ $.absent = "*" }', false],
  ['{ $.absent != "x" }', false],
  ['{ $.trace_id = "*" }', false],
  ['{ $.error.name = "E" }', true],
  ['{ $.duration_ms >= 1.5 }', true],
  ['{ $.duration_ms >= 1.6 }', false],
  ['{ $.message >= 0 }', false],
  ['{ $.duration_ms >= 1 && $.message = "x" }', false],
  ['{ $.duration_ms >= 1 || $.message = "x" }', true],
  ['{ $.message = "x" && $.duration_ms >= 1 || $.error.name = "E" }', true],
  ['{ $.message = "x" && ($.duration_ms >= 1 || $.error.name = "E") }', false],
  ['{ (($.duration_ms >= 1) && ($.message = "x" || $.error.name = "E")) }', true],
])('the pattern %s matches the line: %s', (pattern, matches) => {
  expect(readPattern(pattern)(line)).toBe(matches);
});

test.each([
  'EXECUTION_FAILED',
  '{ $.message }',
  '{ $.message = "x"',
  '{ ($.message = "x" }',
  '{ $.message ~ "x" }',
  '{ $.message > "x" }',
  '{ $.message NOT EXISTS }',
  '{ $.message = "x" $.error.name = "E" }',
  '{ $.a = 1 } b',
])('the pattern %s is an error', (pattern) => {
  expect(() => readPattern(pattern)).toThrow('pattern');
});

test.each([
  ['fields @timestamp, trace_id | filter a.b = "c d" | sort e desc | limit 5', ['trace_id', 'a.b', 'e']],
  ['filter ispresent(x) and coalesce(y, "") like /z{{p}}/', ['x', 'y']],
  ['stats count(*) as n, latest(x) as last by y | sort n desc', ['x', 'y']],
])('the query %s reads the fields %j', (query, fields) => {
  expect(fieldsOf(query)).toEqual(fields);
});

test.each([
  ['1 + 2 * 3', 7],
  ['FILL(missing, 0) + FILL(two, 0)', 2],
  ['IF(two >= 2, 100 * two / 8, 0)', 25],
  ['IF(two >= 3, 1, 0)', 0],
  ['IF(missing >= 3, 1, 0)', 0],
])('the expression %s is %d', (expression, value) => {
  expect(evaluateMath(expression, { two: 2, missing: Number.NaN })).toBe(value);
});

test.each(['SEARCH(two)', 'two + other', 'two two'])('the expression %s is an error', (expression) => {
  expect(() => evaluateMath(expression, { two: 2 })).toThrow(/is not defined|Unexpected/);
});

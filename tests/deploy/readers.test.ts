// The readers by which filters, queries and alarms are judged are themselves right, and say so when they do not know something.
import { expect, test } from '@jest/globals';
import { calculate, rings } from '../../scripts/rehearse/alarm.ts';
import { readPattern } from '../../scripts/rehearse/pattern.ts';
import { fieldsOf } from '../../scripts/rehearse/query.ts';

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
  ['{ $.message != "EXECUTION_FAILED" }', false],
  ['{ $.absent = "*" }', false],
  ['{ $.absent != "x" }', false],
  ['{ $.trace_id = "*" }', false],
  ['{ $.trace_id IS NULL }', true],
  ['{ $.absent NOT EXISTS }', true],
  ['{ $.trace_id NOT EXISTS }', false],
  ['{ $.error.name = "E" }', true],
  ['{ $.duration_ms >= 1.5 }', true],
  ['{ $.duration_ms > 1.5 }', false],
  ['{ $.duration_ms < 2 && $.message = "x" }', false],
  ['{ $.duration_ms < 2 || $.message = "x" }', true],
  ['{ $.message = "x" && $.duration_ms < 2 || $.error.name = "E" }', true],
  ['{ $.message = "x" && ($.duration_ms < 2 || $.error.name = "E") }', false],
])('the pattern %s matches the line: %s', (pattern, matches) => {
  expect(readPattern(pattern)(line)).toBe(matches);
});

test.each([
  'EXECUTION_FAILED',
  '{ $.message }',
  '{ $.message = "x"',
  '{ $.message ~ "x" }',
  '{ $.message > "x" }',
  '{ $.a = 1 } b',
])('the pattern %s is not read as if it were right', (pattern) => {
  expect(() => readPattern(pattern)).toThrow(/pattern|compare/);
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
  expect(calculate(expression, (id) => (id === 'two' ? 2 : Number.NaN))).toBe(value);
});

test('an expression that is not known is an error', () => {
  expect(() => calculate('SEARCH(two', () => 2)).toThrow('cannot read');
  expect(() => calculate('two two', () => 2)).toThrow('cannot read');
});

test('an alarm without data rings only when missing data is said to be breaching', () => {
  const alarm = { Namespace: 'N', MetricName: 'M', Threshold: 1, ComparisonOperator: 'GreaterThanThreshold' };
  expect(rings({ ...alarm, TreatMissingData: 'notBreaching' }, {})).toBe(false);
  expect(rings({ ...alarm, TreatMissingData: 'breaching' }, {})).toBe(true);
  expect(() => rings({ ...alarm, ComparisonOperator: 'LessThanThreshold' }, { 'N M': 1 })).toThrow(
    'not known',
  );
});

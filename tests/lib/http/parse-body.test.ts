// Which bodies are parsed, and the message for each kind of body that is refused.
import { expect, test } from '@jest/globals';
import { FailureError } from '../../../lib/domain/failure.ts';
import { parseBody } from '../../../lib/http/parse-body.ts';
import { contextOf } from '../../support/request-context.ts';

const depth = 20_000;
/** So deep that a recursive parser runs out of stack. */
const deep = (innermost: string): string => `${'['.repeat(depth)}${innermost}${']'.repeat(depth)}`;

function refusalOf(body: string | undefined): unknown {
  try {
    parseBody(contextOf(body));
    return undefined;
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    expect(error.failure.code).toBe('invalid_json');
    return error.failure.message;
  }
}

test('a body is parsed, and its fields are read', () => {
  const context = contextOf('{"trace_id":"task-7","deep":[null,{"a":1}]}');
  parseBody(context);
  const body = { trace_id: 'task-7', deep: [null, { a: 1 }] };
  expect(context).toMatchObject({ body, request: { body, traceId: 'task-7' } });
});

const empty = 'the body is empty; send a JSON object';
const surrogate = 'the body holds a lone surrogate';
const byteOrderMark = 'the body begins with a byte order mark; send it without';
const forbidden = 'the body carries a forbidden key';
const invalid = 'the body must be valid JSON';

test.each([
  [undefined, empty],
  ['', empty],
  [' \r\n', empty],
  ['{"a":', invalid],
  ['\ufeff{}', byteOrderMark],
  ['\ufeff', byteOrderMark],
  [' \ufeff{}', invalid],
  ['{"a":"\ud800"}', surrogate],
  ['{"a":"\\ud800","a":1}', surrogate],
  ['{"a":{"__proto__":1},"a":1}', forbidden],
  ['{"a":{"\\u005f_proto__" : 1},"a":1}', forbidden],
  [wide('{"a":{"__proto__":1},"a":1}'), forbidden],
  ['{"a":"\ud800","a":1}', surrogate],
  ['{"a":"\\ud800"}', surrogate],
  ['{"a":[null,{"b":["\\uDC00"]}]}', surrogate],
  ['{"\\udbff":1}', surrogate],
  ['{"__proto__":1}', forbidden],
  ['{"a":[{"constructor":{"prototype":1}}]}', forbidden],
  [deep('{"__proto__":1}'), forbidden],
  [deep('{"constructor":{"prototype":null}}'), forbidden],
  [wide('{"__proto__":1}'), forbidden],
  [wide('{"constructor":{"prototype":null}}'), forbidden],
  [wide('{"constructor":{"proto":null}},'), invalid],
  [wide('"\\ud800"'), surrogate],
])('an invalid body is refused with its reason: %#', (body, why) => {
  expect(refusalOf(body)).toBe(why);
});

test.each([
  ['{"a":"\\ud83e\\udeb6"}'],
  ['{"a":"\\\\ud800","b":"\\"\\u0041\\"__proto__"}'],
  ['["__proto__",{"a":"__proto__"}]'],
  ['{"constructor":1}'],
  [deep('null')],
  [deep('{"constructor":{"a":1}}')],
  [deep('{"constructor":null}')],
  [deep('{"constructor":"prototype"}')],
  [deep('{"other":{"prototype":1}}')],
])('an unusual but harmless body is accepted: %#', (body) => {
  expect(refusalOf(body)).toBeUndefined();
});

test('the fields of a refused body are not read', () => {
  const context = contextOf('{"trace_id":"task-7","a":"\\ud800"}');
  expect(() => parseBody(context)).toThrow(FailureError);
  expect(context.request).toBeUndefined();
});

/** More values than the recursive parser gets, and one more. */
function wide(inner: string): string {
  return `[${'0,'.repeat(2_000)}${inner}]`;
}

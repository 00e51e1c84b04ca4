// What is logged of an error: its name, message and stack, without any value that the caller sent.
import { runInNewContext } from 'node:vm';
import { expect, test } from '@jest/globals';
import { describeError } from '../../../lib/log/error-text.ts';
import { taskRequest } from '../../support/requests.ts';

function messageOf(message: string, request: unknown): string {
  return describeError(new Error(message), request).message;
}

test('an error is described by its name, message and stack', () => {
  const error = new TypeError('x is not a function');
  expect(describeError(error, {})).toEqual({ name: 'TypeError', message: error.message, stack: error.stack });
});

test('strings of the payload are hidden, at any depth and as often as they occur', () => {
  const { json } = taskRequest({ payload: { tags: ['fern', 'heron'], extra: { deep: [{ er: 'quince' }] } } });
  expect(messageOf('Water the ferns: fern, heron, quince, quince', json)).toBe(
    '[hidden]: [hidden], [hidden], [hidden], [hidden]',
  );
});

test('of two strings of which one is part of the other, the longer is hidden first', () => {
  const { json } = taskRequest({ payload: { title: 'fern', description: 'fern and heron' } });
  expect(messageOf('fern and heron', json)).toBe('[hidden]');
});

test('strings are hidden as JSON escapes them too, numbers as they are written, and both also in the name', () => {
  const { json } = taskRequest({ payload: { title: 'the "fern"', extra: 4711 } });
  expect(messageOf('at {"title":"the \\"fern\\"","extra":4711}', json)).toBe(
    'at {"title":"[hidden]","extra":[hidden]}',
  );
  const named = Object.assign(new Error('x'), { name: 'the "fern" Error' });
  expect(describeError(named, json).name).toBe('[hidden] Error');
});

test('the action type and strings of two characters are not hidden', () => {
  expect(messageOf('a task of ab', taskRequest({ payload: { title: 'ab' } }).json)).toBe('a task of ab');
});

test('where the body was not parsed, its text is hidden', () => {
  expect(messageOf('cannot read {"title": "Wa', '{"title": "Wa')).toBe('cannot read [hidden]');
});

test.each([['a text'], [null], [undefined], [7]])(
  'of a thrown value that is not an error, %o, only the type is described',
  (thrown) => {
    expect(describeError(thrown, {})).toStrictEqual({
      name: 'NotAnError',
      message: `not an error was thrown, but a value of type ${typeof thrown}`,
    });
  },
);

test('special characters of patterns are hidden literally', () => {
  expect(
    messageOf('a $& b .* c', taskRequest({ payload: { title: '.* c', description: '$& b' } }).json),
  ).toBe('a [hidden] [hidden]');
});

test('a string of three characters is hidden, and null is ignored', () => {
  const { json } = taskRequest({ payload: { title: 'elk', description: null } });
  expect(messageOf('an elk', json)).toBe('an [hidden]');
});

test.each([
  ['of another realm', runInNewContext('new RangeError("out")') as unknown],
  [
    'made without its constructor',
    Object.assign(Object.create(RangeError.prototype) as Error, { message: 'out' }),
  ],
])('an error %s is described as an error', (_what, error) => {
  expect(describeError(error, {})).toMatchObject({ name: 'RangeError', message: 'out' });
});

test('an error that throws when it is read is described as unreadable', () => {
  const error = new Error('x');
  Object.defineProperty(error, 'message', {
    get() {
      throw new Error('again');
    },
  });
  expect(describeError(error, {})).toStrictEqual({
    name: 'UnreadableError',
    message: 'what was thrown cannot be read',
  });
});

const manyValues = (count: number) => Array.from({ length: count }, (_, index) => `value-${index}-`);

test('for a request with more than 500 values, the message is hidden and only the frames of the stack are kept', () => {
  const values = manyValues(501);
  const error = new RangeError(values.join(' '));
  expect(describeError(error, { data: { values } })).toStrictEqual({
    name: 'RangeError',
    message: '[hidden]',
    stack: error.stack?.split('\n').slice(-10).join('\n'),
  });
  expect(describeError('text', { data: { values } })).toStrictEqual({
    name: 'NotAnError',
    message: '[hidden]',
  });
});

test('of text that is no JSON, which may come from the store, nothing is kept', () => {
  const error = (() => {
    try {
      return JSON.parse('code 4711#') as unknown;
    } catch (thrown) {
      return thrown;
    }
  })();
  const described = describeError(error, {});
  expect(described).toMatchObject({ name: 'SyntaxError', message: '[hidden]' });
  expect(described.stack).toMatch(/^ {4}at /);
  expect(JSON.stringify(described)).not.toContain('4711');
});

test('a value in the frames of the stack is hidden there too', () => {
  const values = ['value-of-a-frame', ...manyValues(501)];
  const error = new Error('x');
  error.stack = 'Error: x\n    at value-of-a-frame (file.ts:1:1)';
  expect(describeError(error, { data: { values } }).stack).toContain('at [hidden] (file.ts:1:1)');
});

test('up to 500 values are hidden in the whole message', () => {
  const values = manyValues(500);
  expect(describeError(new Error(`an ${values[499]} elk`), { data: { values } }).message).toBe(
    'an [hidden] elk',
  );
});

test('a value that is sent 600 times counts once', () => {
  const values = Array.from({ length: 600 }, () => 'mustard');
  expect(describeError(new Error('no mustard'), { data: { values } }).message).toBe('no [hidden]');
});

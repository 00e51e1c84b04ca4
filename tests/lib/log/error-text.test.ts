// Owns what of an error may be logged: its name, message and stack, without any text that the caller sent.
import { runInNewContext } from 'node:vm';
import { expect, test } from '@jest/globals';
import { describeError } from '../../../lib/log/error-text.ts';
import { taskRequest } from '../../support/requests.ts';

function told(message: string, request: unknown): string {
  return describeError(new Error(message), request).message;
}

test('name, message and stack are told', () => {
  const error = new TypeError('x is not a function');
  expect(describeError(error, {})).toEqual({ name: 'TypeError', message: error.message, stack: error.stack });
});

test('texts of the payload are hidden, at any depth and as often as they come', () => {
  const { json } = taskRequest({ payload: { tags: ['fern', 'heron'], extra: { deep: [{ er: 'quince' }] } } });
  expect(told('Water the ferns: fern, heron, quince, quince', json)).toBe(
    '[hidden]: [hidden], [hidden], [hidden], [hidden]',
  );
});

test('of texts that hold one another the longer is hidden first', () => {
  const { json } = taskRequest({ payload: { title: 'fern', description: 'fern and heron' } });
  expect(told('fern and heron', json)).toBe('[hidden]');
});

test('a text is hidden as JSON has it, a number as it is written, and a name as a message', () => {
  const { json } = taskRequest({ payload: { title: 'the "fern"', extra: 4711 } });
  expect(told('at {"title":"the \\"fern\\"","extra":4711}', json)).toBe(
    'at {"title":"[hidden]","extra":[hidden]}',
  );
  const named = Object.assign(new Error('x'), { name: 'the "fern" Error' });
  expect(describeError(named, json).name).toBe('[hidden] Error');
});

test('the action type may be told, and texts too short to be told from chance', () => {
  expect(told('a task of ab', taskRequest({ payload: { title: 'ab' } }).json)).toBe('a task of ab');
});

test('where the body could not be parsed, its text is hidden', () => {
  expect(told('cannot read {"title": "Wa', '{"title": "Wa')).toBe('cannot read [hidden]');
});

test.each([['a text'], [null], [undefined], [7]])(
  'of %o, which is no error, only its type is told',
  (thrown) => {
    expect(describeError(thrown, {})).toStrictEqual({
      name: 'NotAnError',
      message: `not an error was thrown, but a value of type ${typeof thrown}`,
    });
  },
);

test('a text that is no pattern is hidden as it stands', () => {
  expect(told('a $& b .* c', taskRequest({ payload: { title: '.* c', description: '$& b' } }).json)).toBe(
    'a [hidden] [hidden]',
  );
});

test('a text of three characters is long enough to be hidden, and nothing in its place is no text', () => {
  const { json } = taskRequest({ payload: { title: 'elk', description: null } });
  expect(told('an elk', json)).toBe('an [hidden]');
});

test.each([
  ['of another realm', runInNewContext('new RangeError("out")') as unknown],
  [
    'made without its constructor',
    Object.assign(Object.create(RangeError.prototype) as Error, { message: 'out' }),
  ],
])('an error %s is an error', (_what, error) => {
  expect(describeError(error, {})).toMatchObject({ name: 'RangeError', message: 'out' });
});

test('of what throws again when it is looked at, that is told', () => {
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

test('of an error about a request of very many values only where it happened is told, and none of the values', () => {
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

test('a value in the frames is hidden there too', () => {
  const values = ['value-of-a-frame', ...manyValues(501)];
  const error = new Error('x');
  error.stack = 'Error: x\n    at value-of-a-frame (file.ts:1:1)';
  expect(describeError(error, { data: { values } }).stack).toContain('at [hidden] (file.ts:1:1)');
});

test('five hundred values are looked for in the whole message', () => {
  const values = manyValues(500);
  expect(describeError(new Error(`an ${values[499]} elk`), { data: { values } }).message).toBe(
    'an [hidden] elk',
  );
});

test('a value that is sent again and again counts once', () => {
  const values = Array.from({ length: 600 }, () => 'mustard');
  expect(describeError(new Error('no mustard'), { data: { values } }).message).toBe('no [hidden]');
});

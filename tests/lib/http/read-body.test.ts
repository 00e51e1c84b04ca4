// Owns what of an event counts as its body: its media type, its size, its encoding.
import { expect, test } from '@jest/globals';
import { failure, FailureError, type Failure } from '../../../lib/domain/failure.ts';
import { readBody } from '../../../lib/http/read-body.ts';
import { contextOf } from '../../support/request-context.ts';

function refusalOf(...exchange: Parameters<typeof contextOf>): Failure | undefined {
  try {
    readBody(contextOf(...exchange));
    return undefined;
  } catch (error) {
    if (error instanceof FailureError) return error.failure;
    throw error;
  }
}

const inBase64 = (bytes: Buffer | string) => Buffer.from(bytes as string).toString('base64');

test.each([
  'application/json',
  ' APPLICATION/JSON ; charset=utf-8',
  'application/vnd.api+json',
  'application/json;a=b;c=d',
])('"%s" is JSON', (type) => {
  expect(refusalOf('{}', { headers: { 'content-type': type } })).toBeUndefined();
});

test.each([
  'text/json',
  'text/application/json',
  'application/json, text/plain',
  'application/json; a, b',
  'application/jsonp',
  'application/+json',
])('"%s" is not', (type) => {
  expect(refusalOf('{}', { headers: { 'content-type': type } })).toStrictEqual(
    failure('unsupported_media_type'),
  );
});

test.each([undefined, ''])('a content type of %j is absent', (type) => {
  expect(refusalOf('{}', { headers: { 'content-type': type } })).toStrictEqual(
    failure('unsupported_media_type', {
      message: 'the content type is absent; send content-type: application/json',
    }),
  );
});

test.each([
  [undefined, true],
  ['', true],
  ['identity', true],
  [' IDENTITY , identity', true],
  ['gzip', false],
  ['identity, br', false],
  ['identity;q=1', false],
])('a content-encoding of %j is none: %s', (coding, none) => {
  const headers = { 'content-type': 'application/json', 'Content-Encoding': coding };
  expect(refusalOf('{}', { headers })).toEqual(
    none
      ? undefined
      : failure('unsupported_media_type', {
          message: 'the body has a content-encoding; send it as it is, without one',
        }),
  );
});

test('a header is found whatever the case of its name, and others are not taken for it', () => {
  expect(
    refusalOf('{}', { headers: { Accept: 'text/html', 'Content-Type': 'application/json' } }),
  ).toBeUndefined();
  expect(refusalOf('{}', { headers: { accept: 'application/json' } })?.code).toBe('unsupported_media_type');
  expect(refusalOf('{}', { headers: {} })?.code).toBe('unsupported_media_type');
});

test('a text stays as it is, and its bytes are counted', () => {
  const exchange = contextOf('{"a":"ü"}');
  readBody(exchange);
  expect(exchange).toMatchObject({ body: '{"a":"ü"}', bytes: 10, isBase64Encoded: false });
});

test('base64 is decoded, and the bytes of what it holds are counted', () => {
  const exchange = contextOf(inBase64('\ufeff{"a":"ü"}'), { isBase64Encoded: true });
  readBody(exchange);
  expect(exchange).toMatchObject({ body: '\ufeff{"a":"ü"}', bytes: 13, isBase64Encoded: false });
});

test('bytes that are not UTF-8 are refused', () => {
  expect(refusalOf(inBase64(Buffer.from([0x22, 0xff, 0x22])), { isBase64Encoded: true })).toStrictEqual(
    failure('invalid_json', { message: 'the body must be valid UTF-8' }),
  );
});

test('a body may have 65,536 bytes, and not one more, however they are sent', () => {
  const most = `"${'ü'.repeat(32_767)}"`;
  expect(Buffer.byteLength(most)).toBe(65_536);
  for (const isBase64Encoded of [true, false]) {
    const sent = (text: string) => (isBase64Encoded ? inBase64(text) : text);
    expect(refusalOf(sent(most), { isBase64Encoded })).toBeUndefined();
    expect(refusalOf(sent(`${most} `), { isBase64Encoded })).toStrictEqual(failure('payload_too_large'));
  }
});

test('a request without a body has none to read', () => {
  const exchange = contextOf(undefined, { isBase64Encoded: true });
  readBody(exchange);
  expect(exchange).toMatchObject({ body: undefined, bytes: 0, isBase64Encoded: true });
});

// Which bodies are accepted by media type, content encoding, size and character encoding, and how they are decoded.
import { expect, test } from '@jest/globals';
import { failure, FailureError, type Failure } from '../../../lib/domain/failure.ts';
import { readBody } from '../../../lib/http/read-body.ts';
import { contextOf } from '../../support/request-context.ts';

function refusalOf(...context: Parameters<typeof contextOf>): Failure | undefined {
  try {
    readBody(contextOf(...context));
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
  'application/json; title="x, \\"y\\"; z"; charset=utf-8',
  "application/x~y%'*`|+json",
])('the media type "%s" is accepted', (type) => {
  expect(refusalOf('{}', { headers: { 'content-type': type } })).toBeUndefined();
});

test.each([
  'text/json',
  'text/application/json',
  'application/json, text/plain',
  'application/json; a, b',
  'application/json; a="b", text/plain',
  'application/json; a="b',
  'application/jsonp',
  'application/+json',
])('the media type "%s" is refused', (type) => {
  expect(refusalOf('{}', { headers: { 'content-type': type } })).toStrictEqual(
    failure('unsupported_media_type'),
  );
});

test.each([undefined, ''])('a content type of %j counts as absent', (type) => {
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
])('a content-encoding of %j is accepted: %s', (coding, accepted) => {
  const headers = { 'content-type': 'application/json', 'Content-Encoding': coding };
  expect(refusalOf('{}', { headers })).toEqual(
    accepted
      ? undefined
      : failure('unsupported_media_type', {
          message: 'the body has a content-encoding; send it as it is, without one',
        }),
  );
});

test('a header is found whatever the case of its name', () => {
  expect(
    refusalOf('{}', { headers: { Accept: 'text/html', 'Content-Type': 'application/json' } }),
  ).toBeUndefined();
  expect(refusalOf('{}', { headers: { accept: 'application/json' } })?.code).toBe('unsupported_media_type');
  expect(refusalOf('{}', { headers: {} })?.code).toBe('unsupported_media_type');
});

test('a text body stays unchanged, and its bytes are counted', () => {
  const context = contextOf('{"a":"ü"}');
  readBody(context);
  expect(context).toMatchObject({ body: '{"a":"ü"}', bytes: 10, isBase64Encoded: false });
});

test('a body in base64 is decoded, and its decoded bytes are counted', () => {
  const context = contextOf(inBase64('\ufeff{"a":"ü"}'), { isBase64Encoded: true });
  readBody(context);
  expect(context).toMatchObject({ body: '\ufeff{"a":"ü"}', bytes: 13, isBase64Encoded: false });
});

test.each([
  ['fffe7b00', 'UTF-16'],
  ['feff007b', 'UTF-16'],
  ['fffe00007b000000', 'UTF-32'],
  ['0000feff0000007b', 'UTF-32'],
])('the byte order mark of %s is named: %s', (hex, name) => {
  const body = inBase64(Buffer.from(hex, 'hex'));
  expect(refusalOf(body, { isBase64Encoded: true })).toStrictEqual(
    failure('invalid_json', { message: `the body begins with the byte order mark of ${name}; send UTF-8` }),
  );
});

test('bytes that are not UTF-8 are refused', () => {
  expect(refusalOf(inBase64(Buffer.from([0x22, 0xff, 0x22])), { isBase64Encoded: true })).toStrictEqual(
    failure('invalid_json', { message: 'the body must be valid UTF-8' }),
  );
});

test('a body may have 65,536 bytes and no more, as text and in base64', () => {
  const longest = `"${'ü'.repeat(32_767)}"`;
  expect(Buffer.byteLength(longest)).toBe(65_536);
  for (const isBase64Encoded of [true, false]) {
    const sent = (text: string) => (isBase64Encoded ? inBase64(text) : text);
    expect(refusalOf(sent(longest), { isBase64Encoded })).toBeUndefined();
    expect(refusalOf(sent(`${longest} `), { isBase64Encoded })).toStrictEqual(failure('payload_too_large'));
  }
});

test('a request without a body stays unchanged', () => {
  const context = contextOf(undefined, { isBase64Encoded: true });
  readBody(context);
  expect(context).toMatchObject({ body: undefined, bytes: 0, isBase64Encoded: true });
});

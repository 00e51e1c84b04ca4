// The headers by which the API knows its caller.
import { expect, test } from '@jest/globals';
import { authorize, checkCredentials, mayChange, type AccessMode } from '../../../lib/client/access.ts';
import { startMs } from './fake-runtime.ts';

const request = { url: 'https://example.com/x', headers: { accept: 'application/json' }, body: '{}' };
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: 'session' };
const region = 'eu-central-1';
const headersOf = async (access: AccessMode) =>
  Object.fromEntries(await authorize(request, access, () => startMs));

test('without signature or token the headers stay as they are', async () => {
  expect(await headersOf({ kind: 'none' })).toEqual(request.headers);
});

test('a token is sent as a bearer token', async () => {
  const sent = { accept: 'application/json', authorization: 'Bearer abc' };
  expect(await headersOf({ kind: 'token', token: 'abc' })).toEqual(sent);
  expect(await headersOf({ kind: 'token', token: () => 'abc' })).toEqual(sent);
  expect(await headersOf({ kind: 'token', token: async () => await Promise.resolve('abc') })).toEqual(sent);
});

test('a function is asked anew each time', async () => {
  const tokens = ['first', 'second'];
  const access: AccessMode = { kind: 'token', token: () => tokens.shift() ?? '' };
  expect(await headersOf(access)).toMatchObject({ authorization: 'Bearer first' });
  expect(await headersOf(access)).toMatchObject({ authorization: 'Bearer second' });
});

test('credentials sign, given or provided', async () => {
  const signed = await headersOf({ kind: 'signing', region, credentials });
  expect(signed).toEqual({
    accept: 'application/json',
    'x-amz-date': '20310401T093000Z',
    'x-amz-security-token': 'session',
    authorization: expect.stringMatching(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/20310401\/eu-central-1\/execute-api\/aws4_request, SignedHeaders=accept;host;x-amz-date;x-amz-security-token, Signature=[0-9a-f]{64}$/,
    ),
  });
  const provide = async () => await Promise.resolve(credentials);
  expect(await headersOf({ kind: 'signing', region, credentials: provide })).toEqual(signed);
});

test('a request is dated when it is signed, however long the credentials took', async () => {
  let nowMs = startMs;
  const provide = (): typeof credentials => {
    nowMs += 60_000;
    return credentials;
  };
  const access = { kind: 'signing', region, credentials: provide } as const;
  const headers = await authorize(request, access, () => nowMs);
  expect(headers.get('x-amz-date')).toBe('20310401T093100Z');
});

test('what a provider throws is thrown', async () => {
  const fail = async () => await Promise.reject(new Error('no metadata service'));
  await expect(headersOf({ kind: 'token', token: fail })).rejects.toThrow(new Error('no metadata service'));
});

test('a provided value that cannot be sent is refused without being repeated', async () => {
  await expect(headersOf({ kind: 'token', token: () => 'secret\nvalue' })).rejects.toThrow(
    new TypeError('token must be text of visible ASCII characters'),
  );
  const provide = () => ({ ...credentials, sessionToken: 'secret\nvalue' });
  await expect(headersOf({ kind: 'signing', region, credentials: provide })).rejects.toThrow(
    new TypeError('credentials.sessionToken must be text of visible ASCII characters'),
  );
});

test.each<[string, unknown]>([
  ['accessKeyId', undefined],
  ['accessKeyId', null],
  ['accessKeyId', 'AKID'],
  ['accessKeyId', { ...credentials, accessKeyId: '' }],
  ['accessKeyId', { ...credentials, accessKeyId: 'ä' }],
  ['secretAccessKey', { ...credentials, secretAccessKey: 7 }],
  ['sessionToken', { ...credentials, sessionToken: '' }],
])('credentials with a wrong %s are refused: %j', (name, value) => {
  expect(() => checkCredentials(value)).toThrow(
    new TypeError(`credentials.${name} must be text of visible ASCII characters`),
  );
});

test('credentials without a session token are whole', () => {
  expect(() => checkCredentials({ ...credentials, sessionToken: undefined })).not.toThrow();
});

test('only a function may let in later what is refused now', () => {
  expect(mayChange({ kind: 'none' })).toBe(false);
  expect(mayChange({ kind: 'token', token: 'abc' })).toBe(false);
  expect(mayChange({ kind: 'token', token: () => 'abc' })).toBe(true);
  expect(mayChange({ kind: 'signing', region, credentials })).toBe(false);
  expect(mayChange({ kind: 'signing', region, credentials: () => credentials })).toBe(true);
});

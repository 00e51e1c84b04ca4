// What credentials send for a token; an assertion is verified by an independent library.
import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { importSPKI, jwtVerify } from 'jose';
import { InvalidGoogleCredentials, readCredentials } from '../../../../lib/adapters/google/credentials.ts';
import { authorizedUser, publicKeyPem, serviceAccount } from './keys.ts';

const nowMs = Date.UTC(2031, 3, 1, 9, 30, 0, 999);
const nowSeconds = Date.UTC(2031, 3, 1, 9, 30) / 1000;

async function verify(assertion: string | undefined) {
  const key = await importSPKI(publicKeyPem, 'RS256');
  const { payload, protectedHeader } = await jwtVerify(assertion ?? '', key, {
    currentDate: new Date(nowMs),
  });
  return { payload, protectedHeader };
}

test('a service account signs an assertion for one hour, for events alone', async () => {
  const { tokenUrl, quotaProject, toGrant } = readCredentials(JSON.stringify(serviceAccount), undefined);
  const { assertion, ...others } = toGrant(nowMs);
  expect({ tokenUrl, quotaProject, ...others }).toEqual({
    tokenUrl: 'https://oauth2.googleapis.com/token',
    quotaProject: undefined,
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
  });
  expect(await verify(assertion)).toEqual({
    protectedHeader: { alg: 'RS256', typ: 'JWT', kid: '0123456789abcdef' },
    payload: {
      iss: 'executor@orchard.iam.gserviceaccount.com',
      scope: 'https://www.googleapis.com/auth/calendar.events',
      aud: 'https://oauth2.googleapis.com/token',
      iat: nowSeconds,
      exp: nowSeconds + 3_600,
    },
  });
});

test('with a subject the assertion is for that user', async () => {
  const { toGrant } = readCredentials(JSON.stringify(serviceAccount), 'ada@example.com');
  const { payload } = await verify(toGrant(nowMs)['assertion']);
  expect(payload.sub).toBe('ada@example.com');
});

test('the audience is the token endpoint of the credentials, and a key without an id is sent without one', async () => {
  const { private_key_id: _id, ...withoutId } = serviceAccount;
  const token_uri = 'http://127.0.0.1:4002/oauth2/token';
  const { tokenUrl, toGrant } = readCredentials(JSON.stringify({ ...withoutId, token_uri }), undefined);
  const { payload, protectedHeader } = await verify(toGrant(nowMs)['assertion']);
  expect([tokenUrl, payload.aud, protectedHeader]).toEqual([
    token_uri,
    token_uri,
    { alg: 'RS256', typ: 'JWT' },
  ]);
});

test('a user sends a refresh token, to the endpoint of Google if the credentials name none', () => {
  const quota = { ...authorizedUser, quota_project_id: 'example.com:orchard-1' };
  const { tokenUrl, quotaProject, toGrant } = readCredentials(JSON.stringify(quota), undefined);
  expect({ tokenUrl, quotaProject, grant: toGrant(nowMs) }).toEqual({
    tokenUrl: 'https://oauth2.googleapis.com/token',
    quotaProject: 'example.com:orchard-1',
    grant: {
      grant_type: 'refresh_token',
      client_id: 'client.apps.googleusercontent.com',
      client_secret: 'GOCSPX-client-secret',
      refresh_token: '1//refresh-token',
    },
  });
});

const elliptic = generateKeyPairSync('ec', {
  namedCurve: 'P-256',
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
}).privateKey;

test.each([
  ['no JSON', '{"type":"service_account","private_key":"canary'],
  ['null', 'null'],
  ['a list', '[]'],
  ['a text', '"service_account"'],
  ['no type', JSON.stringify({ ...serviceAccount, type: undefined })],
  ['another type', JSON.stringify({ ...authorizedUser, type: 'external_account' })],
  ['no key', JSON.stringify({ ...serviceAccount, private_key: undefined })],
  ['a key that is none', JSON.stringify({ ...serviceAccount, private_key: 'canary' })],
  ['a key of another kind', JSON.stringify({ ...serviceAccount, private_key: elliptic })],
  ['no e-mail address', JSON.stringify({ ...serviceAccount, client_email: '' })],
  ['no client', JSON.stringify({ ...authorizedUser, client_id: null })],
  ['no client secret', JSON.stringify({ ...authorizedUser, client_secret: 7 })],
  ['no refresh token', JSON.stringify({ ...authorizedUser, refresh_token: undefined })],
  [
    'a token endpoint without TLS',
    JSON.stringify({ ...serviceAccount, token_uri: 'http://example.com/token' }),
  ],
  ['a token endpoint that is no URL', JSON.stringify({ ...authorizedUser, token_uri: 'https://[canary]/' })],
  ['a token endpoint that is no text', JSON.stringify({ ...authorizedUser, token_uri: null })],
  [
    'a quota project for another header',
    JSON.stringify({ ...authorizedUser, quota_project_id: 'a\r\nb: c' }),
  ],
])('%s is refused by a name alone', (_what, json) => {
  let thrown: unknown;
  try {
    readCredentials(json, undefined);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(InvalidGoogleCredentials);
  const { name, message, cause } = thrown as Error;
  expect({ name, message, cause }).toEqual({
    name: 'InvalidGoogleCredentials',
    message: '',
    cause: undefined,
  });
});

test('a user cannot act for another', () => {
  expect(() => readCredentials(JSON.stringify(authorizedUser), 'ada@example.com')).toThrow(
    InvalidGoogleCredentials,
  );
});

// The pipeline gets its bearer token from the issuer of a stage behind a JWT, and no message has a secret in it.
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { readToken } from '../../scripts/pipeline/client-credentials.ts';

let answer: { readonly status: number; readonly body: string; readonly location?: string };
const requests: { authorization: string; type: string; body: string }[] = [];
const issuer = createServer((request, response) => {
  const { authorization = '', 'content-type': type = '' } = request.headers;
  const { status, location, body } = answer;
  text(request).then(
    (form) => {
      requests.push({ authorization, type, body: form });
      response.writeHead(status, location === undefined ? {} : { location }).end(body);
    },
    (error: Error) => response.destroy(error),
  );
});
let url: string;
const client = { CONTRACT_CLIENT_ID: 'pipe:line', CONTRACT_CLIENT_SECRET: 'pass word+%' };

beforeAll(async () => {
  await once(issuer.listen(0, '127.0.0.1'), 'listening');
  url = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}/token`;
});
afterAll(() => void issuer.close());
beforeEach(() => {
  requests.length = 0;
  answer = { status: 200, body: JSON.stringify({ access_token: 'a.b.c', token_type: 'Bearer' }) };
});

test('without settings there is no token, and a token that is set is used', async () => {
  expect(await readToken({})).toMatchObject({ value: '' });
  expect(await readToken({ CONTRACT_TOKEN: 'given', CONTRACT_TOKEN_URL: '' })).toEqual({
    value: 'given',
    minLifetimeSeconds: 1500,
  });
});

test('the client sends its encoded credentials to the issuer, with the scope that is set', async () => {
  expect(await readToken({ CONTRACT_TOKEN_URL: url, ...client })).toEqual({
    value: 'a.b.c',
    minLifetimeSeconds: 60,
  });
  await readToken({ CONTRACT_TOKEN_URL: url, ...client, CONTRACT_SCOPE: 'executor/execute' });
  const basic = `Basic ${Buffer.from('pipe%3Aline:pass+word%2B%25').toString('base64')}`;
  const type = 'application/x-www-form-urlencoded;charset=UTF-8';
  expect(requests).toEqual([
    { authorization: basic, type, body: 'grant_type=client_credentials' },
    { authorization: basic, type, body: 'grant_type=client_credentials&scope=executor%2Fexecute' },
  ]);
});

test.each([
  ['two ways at once', { CONTRACT_TOKEN: 'given' }, 'exclude each other'],
  ['no id', { CONTRACT_CLIENT_ID: '' }, 'CONTRACT_CLIENT_ID and CONTRACT_CLIENT_SECRET must be set'],
  ['no secret', { CONTRACT_CLIENT_SECRET: '' }, 'CONTRACT_CLIENT_ID and CONTRACT_CLIENT_SECRET must be set'],
  ['an address without TLS', { CONTRACT_TOKEN_URL: 'http://issuer.example.com/' }, 'must be an https URL'],
])('%s is an error before a request is sent', async (_what, settings, because) => {
  await expect(readToken({ CONTRACT_TOKEN_URL: url, ...client, ...settings })).rejects.toThrow(because);
  expect(requests).toEqual([]);
});

test.each([
  ['a refusal', { status: 401, body: '{"error":"invalid_client"}' }, 'it answered with 401'],
  ['a page', { status: 200, body: '<html>' }, 'its answer has no access_token'],
  ['null', { status: 200, body: 'null' }, 'its answer has no access_token'],
  ['an empty token', { status: 200, body: '{"access_token":""}' }, 'its answer has no access_token'],
  ['a redirect', { status: 302, body: '', location: 'http://127.0.0.1:9/' }, 'could not be asked'],
])('%s of the issuer is an error without the secret in it', async (_what, given, because) => {
  answer = given;
  const error = await readToken({ CONTRACT_TOKEN_URL: url, ...client }).catch((one: unknown) => one);
  expect(String(error)).toContain(because);
  expect(String(error)).not.toContain('pass');
  expect(requests).toHaveLength(1);
});

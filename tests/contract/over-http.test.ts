// Requests to a URL as the server receives them: unsigned, signed, and with a bearer token.
import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { listenLocally } from '../support/listen.ts';
import { bearerFetch, overHttp, signedFetch } from './over-http.ts';

const credentials = {
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'an-example-secret',
  AWS_SESSION_TOKEN: 'an-example-session',
};
const body = Buffer.from('{"trace_id":"chat-7","decision":"respond"}');
const arrived: { request: IncomingMessage; body: Buffer }[] = [];
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    arrived.push({ request, body: Buffer.concat(chunks) });
    response.end('{}');
  });
});
let url: string;

beforeAll(async () => {
  url = await listenLocally(server);
});
afterAll(async () => {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
});

/** The signature that this request should have. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
function signatureOf(
  request: IncomingMessage,
  received: Buffer,
  signedHeaders: string,
  region: string,
): string {
  const hash = (text: string | Buffer) => createHash('sha256').update(text).digest('hex');
  const sign = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
  const time = String(request.headers['x-amz-date']);
  const headers = signedHeaders.split(';').map((name) => `${name}:${String(request.headers[name])}\n`);
  const canonical = [request.method, request.url, '', headers.join(''), signedHeaders, hash(received)].join(
    '\n',
  );
  const scope = [time.slice(0, 8), region, 'execute-api', 'aws4_request'];
  const key = scope.reduce<string | Buffer>(sign, `AWS4${credentials.AWS_SECRET_ACCESS_KEY}`);
  return sign(key, ['AWS4-HMAC-SHA256', time, scope.join('/'), hash(canonical)].join('\n')).toString('hex');
}

test('a request is sent unchanged to the path of the operation', async () => {
  const answer = await overHttp(url)({ body, headers: { 'content-type': 'application/problem+json' } });
  expect(answer).toMatchObject({ status: 200, body: '{}' });
  const { request, body: received } = arrived.at(-1) ?? {};
  expect([request?.method, request?.url]).toEqual(['POST', '/api/workflow/execute']);
  expect(request?.headers['content-type']).toBe('application/problem+json');
  expect(request?.headers.authorization).toBeUndefined();
  expect(received).toEqual(body);
});

test('a URL with a path is used unchanged', async () => {
  await overHttp(`${url}/elsewhere`)({ body, headers: {} });
  expect(arrived.at(-1)?.request.url).toBe('/elsewhere');
  expect(arrived.at(-1)?.request.headers['content-type']).toBeUndefined();
});

test('a signed request has the signature of its caller, and is otherwise unchanged', async () => {
  Object.assign(process.env, credentials);
  const send = overHttp(url, await signedFetch('eu-west-1'));
  await send({ body, headers: {} });
  const { request, body: received = Buffer.of() } = arrived.at(-1) ?? {};
  if (request === undefined) throw new Error('nothing arrived');
  expect(request.headers['content-type']).toBeUndefined();
  expect(request.headers['x-amz-security-token']).toBe('an-example-session');
  expect(received).toEqual(body);
  const { authorization = '' } = request.headers;
  const signedHeaders = /SignedHeaders=([^,]+)/.exec(authorization)?.[1] ?? '';
  const scope = `${String(request.headers['x-amz-date']).slice(0, 8)}/eu-west-1/execute-api/aws4_request`;
  expect(authorization).toBe(
    `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/${scope}, SignedHeaders=${signedHeaders}, ` +
      `Signature=${signatureOf(request, received, signedHeaders, 'eu-west-1')}`,
  );
});

test('a bearer token is sent with the body and the content type unchanged', async () => {
  arrived.length = 0;
  await overHttp(url, bearerFetch('a.b.c'))({ body, headers: { 'content-type': 'application/json' } });
  const [first] = arrived;
  expect(first?.request.headers).toMatchObject({
    authorization: 'Bearer a.b.c',
    'content-type': 'application/json',
  });
  expect(first?.body).toEqual(body);
});

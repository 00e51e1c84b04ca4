import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { createGateway, type InvocationResult } from '../../scripts/local/gateway.ts';
import { listenLocally } from '../support/listen.ts';

const path = '/api/workflow/execute';
let events: APIGatewayProxyEventV2[] = [];
let invocation: InvocationResult;
const gateway = createGateway({
  invoke: (event) => {
    events.push(event as APIGatewayProxyEventV2);
    return Promise.resolve(invocation);
  },
  pages: () => undefined,
});
let url: string;

beforeAll(async () => {
  url = await listenLocally(gateway);
});
afterAll(() => {
  gateway.close();
  gateway.closeAllConnections();
});
beforeEach(() => {
  events = [];
  invocation = { kind: 'returned', value: { statusCode: 204 } };
});

async function send(body: Buffer | string, headers: Readonly<Record<string, string>> = {}, query = '') {
  const answer = await fetch(`${url}${path}${query}`, {
    method: 'POST',
    headers,
    body: new Uint8Array(Buffer.from(body)),
  });
  return { status: answer.status, body: await answer.text(), headers: answer.headers };
}

test('an event has the shape of payload format 2.0', async () => {
  const headers = {
    'content-type': 'application/json',
    'X-Caller': 'hub',
    cookie: 'a=1; b=2',
    'user-agent': 'test',
  };
  await send('{"a":"ü"}', headers, '?x=1&x=2&y=%20');
  const [event] = events;
  const epoch = event?.requestContext.timeEpoch ?? 0;
  expect(Math.abs(Date.now() - epoch)).toBeLessThan(10_000);
  expect(event).toEqual({
    version: '2.0',
    routeKey: `POST ${path}`,
    rawPath: path,
    rawQueryString: 'x=1&x=2&y=%20',
    cookies: ['a=1', 'b=2'],
    headers: expect.objectContaining({
      'content-type': 'application/json',
      'x-caller': 'hub',
      'content-length': '10',
    }),
    queryStringParameters: { x: '1,2', y: ' ' },
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      domainName: new URL(url).host,
      domainPrefix: 'localhost',
      http: { method: 'POST', path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      routeKey: `POST ${path}`,
      stage: '$default',
      time: expect.stringMatching(/^\d\d\/[A-Z][a-z][a-z]\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
      timeEpoch: epoch,
    },
    body: '{"a":"ü"}',
    isBase64Encoded: false,
  });
  expect(event?.headers['cookie']).toBeUndefined();
});

test('every request has a different id', async () => {
  await Promise.all([send('{}'), send('{}'), send('{}')]);
  expect(new Set(events.map(({ requestContext }) => requestContext.requestId)).size).toBe(3);
});

test('headers that come twice are joined by a comma', async () => {
  await new Promise((resolve) => {
    httpRequest(`${url}${path}`, { method: 'POST', headers: { 'x-trace': ['one', 'two'] } }, resolve).end();
  });
  expect(events[0]?.headers['x-trace']).toBe('one,two');
});

test.each([
  ['application/json', '{}', '{}', false],
  ['application/JSON; charset=utf-8', '{}', '{}', false],
  ['application/vnd.api+json', '{}', '{}', false],
  ['text/plain', 'a', 'a', false],
  ['application/octet-stream', 'a', 'YQ==', true],
  ['application/x-www-form-urlencoded', 'a=1', 'YT0x', true],
  ['application/json', Buffer.from([0x22, 0xff, 0x22]), 'Iv8i', true],
])('a body of %s reaches the function as it does on AWS', async (type, sent, body, isBase64Encoded) => {
  await send(sent, { 'content-type': type });
  expect(events).toEqual([expect.objectContaining({ body, isBase64Encoded })]);
});

test('an empty body is no body', async () => {
  await send('', { 'content-type': 'application/json' });
  expect(events[0]).not.toHaveProperty('body');
  expect(events[0]?.isBase64Encoded).toBe(false);
});

test('an answer goes out with its status, headers, cookies and body', async () => {
  const body = Buffer.from('ü').toString('base64');
  const headers = { 'Content-Type': 'text/x', 'x-count': 1 };
  invocation = {
    kind: 'returned',
    value: { statusCode: 201, headers, cookies: ['a=1', 'b=2'], body, isBase64Encoded: true },
  };
  const answer = await send('{}');
  expect([
    answer.status,
    answer.body,
    answer.headers.get('content-type'),
    answer.headers.get('x-count'),
  ]).toEqual([201, 'ü', 'text/x', '1']);
  expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
});

test.each<[string, InvocationResult, number, string]>([
  ['a function that failed', { kind: 'failed' }, 500, 'Internal Server Error'],
  ['a function that took too long', { kind: 'timed-out' }, 503, 'Service Unavailable'],
  ...[undefined, 'text', {}, { statusCode: '200' }, { statusCode: 999 }, { statusCode: 200, body: {} }].map(
    (value): [string, InvocationResult, number, string] => [
      `a function that gives ${JSON.stringify(value)}`,
      { kind: 'returned', value },
      500,
      'Internal Server Error',
    ],
  ),
])('%s is answered by the gateway itself', async (_title, given, status, message) => {
  invocation = given;
  const answer = await send('{}');
  expect([answer.status, answer.body]).toEqual([status, JSON.stringify({ message })]);
});

test.each([
  ['GET', path],
  ['PUT', path],
  ['POST', `${path}/`],
  ['POST', '/'],
  ['GET', '/elsewhere'],
])('%s %s is not found', async (method, target) => {
  const answer = await fetch(`${url}${target}`, { method });
  expect([answer.status, await answer.text()]).toEqual([404, '{"message":"Not Found"}']);
  expect(events).toEqual([]);
});

const overTenMegabytes = 10 * 1024 * 1024 + 1;

test('a body over 10 MB is refused, announced or not, and never reaches the function', async () => {
  const announced = await send(Buffer.alloc(overTenMegabytes));
  expect([announced.status, announced.body]).toEqual([413, '{"message":"Request Entity Too Large"}']);
  const status = await new Promise((resolve, reject) => {
    const streamed = httpRequest(`${url}${path}`, { method: 'POST' }, (answer) => {
      answer.resume().once('end', () => resolve(answer.statusCode));
    });
    streamed.once('error', reject);
    for (let sent = 0; sent < overTenMegabytes; sent += 1024 * 1024)
      streamed.write(Buffer.alloc(1024 * 1024));
    streamed.write('.');
  });
  expect(status).toBe(413);
  expect(events).toEqual([]);
});

test('a body of exactly 10 MB reaches the function', async () => {
  expect((await send(Buffer.alloc(overTenMegabytes - 1), { 'content-type': 'text/plain' })).status).toBe(204);
  expect(events[0]?.body).toHaveLength(overTenMegabytes - 1);
});

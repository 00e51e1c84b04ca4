// Covers which requests the servers of `npm start` refuse before they read the body, and which they let pass.
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { guard } from '../../scripts/local/guard.ts';
import { listenLocally } from '../support/listen.ts';

type Headers = Readonly<Record<string, string>>;

describe.each([true, false])('a server with pages: %s', (hasPages) => {
  let server: Server;
  let port: number;
  let reached = 0;

  beforeAll(async () => {
    server = createServer((_request, response) => {
      reached += 1;
      response.end('reached');
    });
    guard(server, { hasPages });
    await listenLocally(server);
    ({ port } = server.address() as AddressInfo);
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });

  async function ask(headers: Headers, method = 'POST'): Promise<[status: number, body: string]> {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      request({ port, method, headers: { host: `127.0.0.1:${port}`, ...headers } }, resolve)
        .on('error', reject)
        .end('{}');
    });
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    return [answer.statusCode ?? 0, await text(answer)];
  }
  const withPort = (value: string): string => value.replace('PORT', String(port));

  test.each<Headers>([
    {},
    { host: 'localhost:PORT' },
    { host: '[::1]:PORT' },
    { host: '127.0.0.1' },
    { host: 'LOCALHOST:PORT' },
    { 'sec-fetch-site': 'none' },
    { 'content-type': 'application/json', 'user-agent': 'curl/8' },
  ])('%j passes', async (headers) => {
    const given = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, withPort(value)]));
    expect(await ask(given)).toEqual([200, 'reached']);
  });

  test.each<Headers>([
    { host: 'evil.example:PORT' },
    { host: '127.0.0.1.evil.example:PORT' },
    { host: '127.0.0.1:1' },
    { host: '0.0.0.0:PORT' },
    { origin: 'null' },
    { origin: 'https://evil.example' },
    { origin: 'http://127.0.0.1:1' },
    { origin: 'http://localhost:PORT' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { upgrade: 'websocket', connection: 'upgrade' },
  ])('%j is refused, and a preflight too', async (headers) => {
    const given = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, withPort(value)]));
    const before = reached;
    for (const method of ['POST', 'GET', 'OPTIONS']) {
      const [status, body] = await ask(given, method);
      expect([status, Object.keys(JSON.parse(body) as object)]).toEqual([403, ['message']]);
    }
    expect(reached).toBe(before);
  });

  test('its own page passes only where it has pages', async () => {
    const own = { origin: `http://127.0.0.1:${port}`, 'sec-fetch-site': 'same-origin' };
    expect((await ask(own))[0]).toBe(hasPages ? 200 : 403);
  });

  test('no tunnel is opened', async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      request({ port, method: 'CONNECT', path: '127.0.0.1:22' })
        .on('connect', (answer, socket) => {
          socket.destroy();
          resolve(answer.statusCode);
        })
        .on('error', reject)
        .end();
    });
    expect(status).toBe(403);
  });
});

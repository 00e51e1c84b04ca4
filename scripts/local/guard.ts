// Keeps the servers of `npm start` to this machine, and web pages away from them: a browser lets any page of any site send requests
// to this machine. Such a request is refused before its body is read.

import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

const localHost = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::(\d{1,5}))?$/i;
// For the rest of a refused body: long enough that a client reads its answer before the connection closes.
const lingerMs = 2_000;

/** Listens at `port`, or at any free one, for callers on this machine only; gives the URL. */
export function listenLocally(server: Server, port = 0): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', () => {
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    });
  });
}

/** Puts itself before the request listeners that `server` has by now. `hasPages`: its own pages may call it. */
export function guard(server: Server, { hasPages }: { readonly hasPages: boolean }): void {
  const listeners = server.listeners('request') as Listener[];
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const reason = reasonToRefuse(request, hasPages);
    if (reason !== undefined) refuse(request, response, 403, reason);
    else for (const listener of listeners) listener.call(server, request, response);
  });
  // A tunnel has no request listener. Other upgrades than WebSocket (h2c, which Java offers) are plain requests to Node.
  server.on('connect', (_request: IncomingMessage, socket: Duplex) => {
    socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
  });
}

function reasonToRefuse({ headers, socket }: IncomingMessage, hasPages: boolean): string | undefined {
  const { host, origin, upgrade } = headers;
  // A site whose name resolves to this machine (DNS rebinding) is of the same origin to the browser, but the header has its name.
  const name = localHost.exec(host ?? '');
  if (name === null || (name[1] !== undefined && Number(name[1]) !== socket.localPort)) {
    return `Forbidden: the Host header must be 127.0.0.1:${socket.localPort} or localhost:${socket.localPort}`;
  }
  const isOwnPage = hasPages && origin === `http://${host}`;
  // A page sends no Origin with a plain GET. `same-site` is any other port of this machine, `none` the address bar.
  const site = headers['sec-fetch-site'] ?? 'none';
  if ((origin !== undefined && !isOwnPage) || (site !== 'none' && !(hasPages && site === 'same-origin'))) {
    return 'Forbidden: web pages of other origins may not use this server';
  }
  return /websocket/i.test(upgrade ?? '') ? 'Forbidden: this server has no WebSocket' : undefined;
}

/** Answers `{"message": …}`, as API Gateway does, and reads no more of the request than its client needs to see that. */
export function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  message: string,
): void {
  const body = JSON.stringify({ message });
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    ...(request.complete ? {} : { connection: 'close' }),
  });
  response.end(body);
  if (request.complete) return;
  request.resume();
  setTimeout(() => request.destroy(), lingerMs).unref();
}

// Keeps web pages away from the servers of `npm start`: a browser lets any page of any site send requests to this machine.
// Answers 403 before the body is read. Leaves everything else to the server that it is put in front of.

import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { refuse } from './refuse.ts';

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

const localHost = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::(\d{1,5}))?$/i;

/** Puts itself before the request listeners that `server` has by now. `hasPages`: its own pages may call it. */
export function guard(server: Server, { hasPages }: { readonly hasPages: boolean }): void {
  for (const event of ['request', 'checkContinue']) {
    const listeners = server.listeners(event) as Listener[];
    if (listeners.length === 0) continue;
    server.removeAllListeners(event);
    server.on(event, (request: IncomingMessage, response: ServerResponse) => {
      const reason = reasonToRefuse(request, hasPages);
      if (reason !== undefined) refuse(request, response, 403, reason);
      else for (const listener of listeners) listener.call(server, request, response);
    });
  }
  // A tunnel has no request listener. Other upgrades than WebSocket (h2c, which Java offers) are plain requests to Node.
  server.on('connect', (_request: IncomingMessage, socket: Duplex) => {
    socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
  });
}

function reasonToRefuse({ headers, socket }: IncomingMessage, hasPages: boolean): string | undefined {
  const { host, origin, upgrade } = headers;
  // A site whose name leads to this machine (DNS rebinding) is of the same origin to the browser, but its name is here.
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

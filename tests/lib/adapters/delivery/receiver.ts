// Owns: an HTTP server on 127.0.0.1 to which reminders are handed over, and which answers, or fails to, as a test says.
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { listenLocally } from '../../../support/listen.ts';

export type Received = {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};

/** What it does with a request that it has read. */
export type Behaviour = (response: ServerResponse) => void;

export type Receiver = {
  readonly url: string;
  /** Every request, in order. */
  readonly received: Received[];
  /** What it does from now on; with several, one request after another, and the last for all the rest. */
  readonly behave: (...behaviours: readonly [Behaviour, ...Behaviour[]]) => void;
  readonly close: () => Promise<void>;
};

export const answer =
  (status: number, body = '', headers: Readonly<Record<string, string>> = {}): Behaviour =>
  (response) =>
    void response.writeHead(status, headers).end(body);
export const reset: Behaviour = (response) => void response.socket?.resetAndDestroy();
export const silence: Behaviour = () => undefined;
/** The head of an answer and half of its body, and then the connection ends. */
export const half =
  (body: string): Behaviour =>
  (response) => {
    response.writeHead(200, { 'content-length': body.length * 2 });
    response.write(body, () => response.socket?.destroy());
  };
/** A body that goes on as long as someone reads it. */
export const endless: Behaviour = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const piece = ' '.repeat(1 << 14);
  const write = (): void => {
    while (!response.destroyed && response.write(piece));
  };
  response.on('drain', write);
  write();
};
/** A body that never comes, and never ends. */
export const headAlone: Behaviour = (response) => response.writeHead(200).flushHeaders();

export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  let script: readonly Behaviour[] = [];
  const server = createServer((request, response) => {
    response.on('error', () => undefined);
    const { method, url: path, headers } = request;
    text(request).then(
      (body) => {
        received.push({ method, path, headers, body });
        const [behaviour, ...rest] = script;
        if (rest.length > 0) script = rest;
        behaviour?.(response);
      },
      () => response.destroy(),
    );
  });
  const url = await listenLocally(server);
  return {
    url,
    received,
    behave: (...behaviours) => {
      received.length = 0;
      script = behaviours;
    },
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

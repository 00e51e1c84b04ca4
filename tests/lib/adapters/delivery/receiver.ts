// An HTTP server on 127.0.0.1 that keeps what it receives, and behaves as a test says.
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { listenLocally } from '../../../support/listen.ts';

export type ReceivedDelivery = {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};

/** What it does with a request once it has read it. */
export type Behaviour = (response: ServerResponse, request: ReceivedDelivery) => void;

export type Receiver = {
  readonly url: string;
  /** Every request, in order. */
  readonly received: ReceivedDelivery[];
  /** How it behaves from now on: one behaviour for each request in order, and the last one for all later requests. */
  readonly behave: (...behaviours: readonly [Behaviour, ...Behaviour[]]) => void;
  readonly close: () => Promise<void>;
};

export const answer =
  (status: number, body = '', headers: Readonly<Record<string, string>> = {}): Behaviour =>
  (response) =>
    void response.writeHead(status, headers).end(body);
export const reset: Behaviour = (response) => void response.socket?.resetAndDestroy();
export const noAnswer: Behaviour = () => undefined;
/** Sends the head and half of the body, then closes the connection. */
export const halfBody =
  (body: string): Behaviour =>
  (response) => {
    response.writeHead(200, { 'content-length': body.length * 2 });
    response.write(body, () => response.socket?.destroy());
  };
/** Sends a body without an end. */
export const endless: Behaviour = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const chunk = ' '.repeat(1 << 14);
  const write = (): void => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on('drain', write);
  write();
};
/** Sends the head, and never a body. */
export const headOnly: Behaviour = (response) => response.writeHead(200).flushHeaders();

export async function startReceiver(): Promise<Receiver> {
  const received: ReceivedDelivery[] = [];
  let script: readonly Behaviour[] = [];
  const server = createServer((message, response) => {
    response.on('error', () => undefined);
    const { method, url: path, headers } = message;
    buffer(message).then(
      (bytes) => {
        const request = { method, path, headers, body: bytes.toString() };
        received.push(request);
        const [behaviour, ...rest] = script;
        if (rest.length > 0) script = rest;
        behaviour?.(response, request);
      },
      () => response.destroy(),
    );
  });
  // A client that keeps its connections must not use one that is just being closed.
  server.keepAliveTimeout = 0;
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

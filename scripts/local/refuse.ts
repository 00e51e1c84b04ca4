// Answers a request with an error in JSON, also one whose body is still on its way.

import type { IncomingMessage, ServerResponse } from 'node:http';

// For the rest of a refused body: long enough that a client reads its answer before the connection closes.
const lingerMs = 2_000;

/** Answers `{"message": …}`, as API Gateway does, and reads no more of the request than its client needs to see that. */
export function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  message: string,
): void {
  const body = JSON.stringify({ message });
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
  };
  if (!request.complete) headers['connection'] = 'close';
  response.writeHead(status, headers).end(body);
  if (request.complete) return;
  request.resume();
  setTimeout(() => request.destroy(), lingerMs).unref();
}

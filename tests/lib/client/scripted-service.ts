// A server on this machine that answers each request by the next step of a script, and keeps what it received.
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import { afterEach } from '@jest/globals';
import { listenLocally } from '../../support/listen.ts';

type ReceivedRequest = {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
};

/** Answers one request. */
export type ScriptStep = (response: ServerResponse, request: ReceivedRequest) => void;

export type ScriptedService = {
  readonly url: string;
  readonly received: readonly ReceivedRequest[];
};

const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** The server ends with the test. A request beyond the last step is answered 500, in text. */
export async function startScriptedService(...steps: readonly ScriptStep[]): Promise<ScriptedService> {
  const received: ReceivedRequest[] = [];
  const server = createServer((request, response) => {
    const { method, url: path, headers } = request;
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.once('end', () => {
      const step = steps[received.length] ?? reply(500, 'the script is over', 'text/plain');
      const entry = { method, path, headers, body: Buffer.concat(chunks) };
      received.push(entry);
      step(response, entry);
    });
  });
  servers.push(server);
  return { url: await listenLocally(server), received };
}

/** Answers with a body; an object is sent as JSON. */
export function reply(
  status: number,
  body: object | string,
  type = 'application/json; charset=utf-8',
  headers: Readonly<Record<string, string>> = {},
): ScriptStep {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return (response) => void response.writeHead(status, { 'content-type': type, ...headers }).end(text);
}

/** Ends the connection without an answer. */
export const reset: ScriptStep = ({ socket }) => void socket?.resetAndDestroy();

/** Sends the head and the first bytes of an answer, and ends the connection. */
export const cutShort: ScriptStep = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"trace_id":', () => response.socket?.destroy());
};

/** Never answers. @param received is called once the request has arrived */
export function hang(received: () => void): ScriptStep {
  return () => received();
}

export const html = (status: number): ScriptStep => reply(status, '<h1>Bad gateway</h1>', 'text/html');

/** What a gateway says in JSON. */
export const gateway = (status: number, headers: Readonly<Record<string, string>> = {}): ScriptStep =>
  reply(status, { message: 'Too Many Requests' }, 'application/json', headers);

export const taskResult = { success: true, task_id: 'task_001', title: 'Submit payroll report' } as const;

/** The service's answer to the trace id of the request. */
export function success(replayed = false): ScriptStep {
  return (response, request) => {
    const { trace_id: traceId } = JSON.parse(request.body.toString()) as { trace_id: string };
    const headers = replayed ? { 'idempotent-replayed': 'true' } : {};
    const body = { trace_id: traceId, status: 'success', execution_result: taskResult };
    reply(200, body, undefined, headers)(response, request);
  };
}

/** A failure, as the service tells it. */
export function failure(
  status: number,
  code: string,
  retryable: boolean,
  headers: Readonly<Record<string, string>> = {},
): ScriptStep {
  const result = { success: false, error_code: code, message: 'it failed', retryable };
  return (response, request) => {
    const { trace_id: traceId } = JSON.parse(request.body.toString()) as { trace_id: string };
    const body = { trace_id: traceId, status: 'failed', execution_result: result };
    reply(status, body, undefined, headers)(response, request);
  };
}

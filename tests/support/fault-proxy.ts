// Proxies a service (DynamoDB, the scheduler) over HTTP, and breaks the requests that a test chooses.
import {
  Agent,
  createServer,
  request as forwardRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { buffer } from 'node:stream/consumers';
import { broken, describeCall, type ProxiedAnswer, type ProxiedCall } from './fault-answers.ts';
import type { FaultName } from './fault-names.ts';
import { listenLocally } from './listen.ts';

export type Decide = (call: ProxiedCall) => FaultName | undefined;

export type FaultProxy = {
  readonly endpoint: string;
  /** Calls that came in, oldest first, with the time of a clock that only goes forward. */
  readonly calls: (ProxiedCall & { readonly atMs: number; readonly fault: FaultName | undefined })[];
  readonly close: () => Promise<void>;
};

/** @param lateMs how long a late request or answer is held back */
export async function startFaultProxy(service: string, decide: Decide, lateMs: number): Promise<FaultProxy> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const calls: FaultProxy['calls'] = [];
  const pending = new Set<NodeJS.Timeout>();
  const wait = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        pending.delete(timer);
        resolve();
      }, ms);
      pending.add(timer);
    });

  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await buffer(request);
    const call = describeCall(request, body);
    const fault = decide(call);
    calls.push({ ...call, atMs: performance.now(), fault });
    if (fault === 'closed') return void response.socket?.end();
    if (fault === 'reset') return void response.socket?.resetAndDestroy();
    if (fault === 'never') return;
    const instead = broken(fault, call);
    if (instead !== undefined && fault !== '500 after') return write(response, instead);
    if (fault === 'late before') await wait(lateMs);
    const answered = await send(service, agent, request, body);
    if (fault === 'reset after') return void response.socket?.resetAndDestroy();
    if (fault === 'never after') return;
    if (instead !== undefined) return write(response, instead);
    if (fault === 'late') await wait(lateMs);
    if (fault === 'half' || fault === 'half stalled') return halve(response, answered, fault === 'half');
    write(response, answered);
  };

  const server = createServer((request, response) => {
    response.on('error', () => undefined);
    pass(request, response).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 0;
  const endpoint = await listenLocally(server);
  return {
    endpoint,
    calls,
    close: async () => {
      for (const timer of pending) clearTimeout(timer);
      agent.destroy();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function send(
  service: string,
  agent: Agent,
  { method, url, headers }: IncomingMessage,
  body: Buffer,
): Promise<ProxiedAnswer> {
  return new Promise((resolve, reject) => {
    const forwarded = forwardRequest(new URL(url ?? '/', service), { method, headers, agent });
    forwarded.once('error', reject).once('response', (answered) => {
      buffer(answered).then(
        (answer) => resolve({ status: answered.statusCode ?? 0, headers: answered.headers, body: answer }),
        reject,
      );
    });
    forwarded.end(body);
  });
}

function write(response: ServerResponse, { status, headers, body }: ProxiedAnswer): void {
  if (response.destroyed) return;
  response.writeHead(status, withLength(headers, body.length));
  response.end(body);
}

/** Announces the whole length, and sends half of it. */
function halve(response: ServerResponse, { status, headers, body }: ProxiedAnswer, thenEnd: boolean): void {
  response.writeHead(status, withLength(headers, Math.max(2, body.length)));
  response.write(body.subarray(0, body.length >> 1), () => {
    if (thenEnd) response.socket?.destroy();
  });
  response.flushHeaders();
}

function withLength(headers: ProxiedAnswer['headers'], length: number): ProxiedAnswer['headers'] {
  const { 'transfer-encoding': _chunked, ...rest } = headers;
  return { ...rest, 'content-length': String(length) };
}

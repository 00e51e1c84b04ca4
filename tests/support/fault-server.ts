// Serves HTTP in front of something that works, and breaks the requests that a test chooses: it loses them or their answers, delays
// them, cuts them short, or gives another answer. A fault whose name ends with "after" leaves the request to be carried out before.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { describeCall, type ProxiedAnswer, type ProxiedCall } from './fault-answers.ts';
import { listenLocally } from './listen.ts';

export type FaultServerOptions<Fault extends string> = {
  /** Has the request carried out by what works. */
  readonly forward: (
    request: IncomingMessage,
    body: Buffer,
    fault: Fault | undefined,
  ) => Promise<ProxiedAnswer>;
  readonly decide: (call: ProxiedCall, request: IncomingMessage) => Fault | undefined;
  /** The answer in place of the right one; `undefined` for a fault that is not an answer. */
  readonly broken: (fault: Fault | undefined, call: ProxiedCall) => ProxiedAnswer | undefined;
  /** How long a late request or answer is held back. */
  readonly lateMs: number;
};

export type FaultServer<Fault extends string> = {
  readonly endpoint: string;
  /** Calls that came in, oldest first, with the time of a clock that only goes forward. */
  readonly calls: (ProxiedCall & { readonly atMs: number; readonly fault: Fault | undefined })[];
  readonly close: () => Promise<void>;
};

export async function startFaultServer<Fault extends string>(
  options: FaultServerOptions<Fault>,
): Promise<FaultServer<Fault>> {
  const { forward, decide, broken, lateMs } = options;
  const calls: FaultServer<Fault>['calls'] = [];
  const pending = new Set<NodeJS.Timeout>();
  const wait = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        pending.delete(timer);
        resolve();
      }, ms);
      pending.add(timer);
    });

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await buffer(request);
    const call = describeCall(request, body);
    const fault = decide(call, request);
    calls.push({ ...call, atMs: performance.now(), fault });
    if (fault === 'closed') return void response.socket?.end();
    if (fault === 'reset') return void response.socket?.resetAndDestroy();
    if (fault === 'never') return;
    const instead = broken(fault, call);
    if (instead !== undefined && fault?.endsWith(' after') !== true) return write(response, instead);
    if (fault === 'late before') await wait(lateMs);
    const answered = await forward(request, body, fault);
    if (fault === 'reset after') return void response.socket?.resetAndDestroy();
    if (fault === 'never after') return;
    if (instead !== undefined) return write(response, instead);
    if (fault === 'late') await wait(lateMs);
    if (fault === 'half' || fault === 'half stalled') return halve(response, answered, fault === 'half');
    write(response, answered);
  };

  const server = createServer((request, response) => {
    response.on('error', () => undefined);
    serve(request, response).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 0;
  const endpoint = await listenLocally(server);
  return {
    endpoint,
    calls,
    close: async () => {
      for (const timer of pending) clearTimeout(timer);
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
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

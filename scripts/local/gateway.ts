// The HTTP side of the local server: routes, limits and answers as an HTTP API of API Gateway has them.

import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isObject } from '../../lib/domain/json.ts';
import { splitTarget, toEvent } from './event.ts';
import { guard, refuse } from './guard.ts';

/** How an invocation ended: what the handler returned, or that it threw, or that its time ran out. */
export type InvocationResult =
  | { readonly kind: 'returned'; readonly value: unknown }
  | { readonly kind: 'failed' }
  | { readonly kind: 'timed-out' };

/** Runs the function with this event, which must be JSON. */
export type Invoke = (event: unknown) => Promise<InvocationResult>;

export type Page = { readonly contentType: string; readonly body: string | Buffer };

export type GatewayOptions = {
  readonly invoke: Invoke;
  /** A page for a path, a path to go to instead, or nothing. */
  readonly pages: (path: string) => Page | { readonly location: string } | undefined;
};

export const executePath = '/api/workflow/execute';
const routeKey = `POST ${executePath}`;
// The limit of an HTTP API; it cannot be raised.
const maxBodyBytes = 10 * 1024 * 1024;

export function createGateway(options: GatewayOptions): Server {
  const server = createServer((request, response) => {
    serve(request, response, options).catch(() => {
      // Only a caller that has gone away ends here: nobody is left to answer.
      response.destroy();
    });
  });
  guard(server, { hasPages: true });
  server.keepAliveTimeout = 60_000;
  return server;
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  options: GatewayOptions,
): Promise<void> {
  const { path } = splitTarget(request.url ?? '/');
  if (request.method === 'POST' && path === executePath)
    return await execute(request, response, options.invoke);
  const page = request.method === 'GET' || request.method === 'HEAD' ? options.pages(path) : undefined;
  if (page === undefined) {
    refuse(request, response, 404, 'Not Found');
  } else if ('location' in page) {
    response.writeHead(302, { location: page.location }).end();
  } else {
    response.writeHead(200, {
      'content-type': page.contentType,
      'content-length': Buffer.byteLength(page.body),
      // In a frame of another page, its buttons could be pressed unseen.
      'x-frame-options': 'DENY',
    });
    response.end(request.method === 'HEAD' ? undefined : page.body);
  }
}

async function execute(request: IncomingMessage, response: ServerResponse, invoke: Invoke): Promise<void> {
  const body = await readBody(request);
  if (body === undefined) return refuse(request, response, 413, 'Request Entity Too Large');
  const requestId = randomUUID();
  response.setHeader('apigw-requestid', requestId);
  const invocation = await invoke(toEvent(request, body, routeKey, requestId, new Date()));
  if (invocation.kind === 'timed-out') return refuse(request, response, 503, 'Service Unavailable');
  const result = invocation.kind === 'returned' ? readResult(invocation.value) : undefined;
  if (result === undefined) return refuse(request, response, 500, 'Internal Server Error');
  response.writeHead(result.statusCode, result.headers).end(result.body);
}

/** The whole body, or nothing when it is over the limit: then no more of it than that was kept. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > maxBodyBytes) return undefined;
  const chunks: Buffer[] = [];
  let bytes = 0;
  // A loop over the request itself would destroy the connection when it returns early, and with it the answer.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBodyBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

type Result = {
  readonly statusCode: number;
  readonly headers: Record<string, string | string[]>;
  readonly body: Buffer;
};

// API Gateway would turn a value without a status into a 200 of its own. The function always gives one, so here such a
// value is a fault that should show.
function readResult(value: unknown): Result | undefined {
  if (!isObject(value)) return undefined;
  const { statusCode, headers = {}, body = '', cookies, isBase64Encoded } = value;
  if (typeof statusCode !== 'number' || !Number.isInteger(statusCode)) return undefined;
  if (statusCode < 200 || statusCode > 599 || typeof body !== 'string' || !isObject(headers))
    return undefined;
  const bytes = Buffer.from(body, isBase64Encoded === true ? 'base64' : 'utf8');
  const sent: Record<string, string | string[]> = { 'content-type': 'text/plain; charset=utf-8' };
  for (const [name, entry] of Object.entries(headers)) sent[name.toLowerCase()] = String(entry);
  if (Array.isArray(cookies)) sent['set-cookie'] = cookies.map(String);
  sent['content-length'] = String(bytes.length);
  return { statusCode, headers: sent, body: bytes };
}

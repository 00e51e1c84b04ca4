// One POST to whom a reminder is handed over: no redirect followed, no more read than asked for, its error reduced to a name.
import { nameOfError } from '../send.ts';

export type Post = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/**
 * @returns the answer, whatever its status; its body is yet to be read or cancelled
 * @throws whatever `fetch` throws: `nameOfPostError` names it
 */
export async function post({ url, headers, body }: Post, signal: AbortSignal): Promise<Response> {
  // A connection kept for later would be dead once the platform has thawed the function.
  const sent = { 'user-agent': 'workflow-executor', connection: 'close', ...headers };
  return await fetch(url, { method: 'POST', headers: sent, body, signal, redirect: 'manual' });
}

/** Reads an answer's body up to a limit, in bytes, and lets go of the rest. */
export async function readUpTo(maxBytes: number, { body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= maxBytes) break;
  }
  return Buffer.concat(chunks).toString('utf8', 0, maxBytes);
}

/** `fetch` says "fetch failed", and has what failed as its cause: of several addresses the first one's. */
export function nameOfPostError(error: unknown): string {
  const cause = error instanceof TypeError && error.cause instanceof Error ? error.cause : error;
  return nameOfError(cause instanceof AggregateError ? cause.errors[0] : cause);
}

// Sends one POST to the receiver of a reminder: follows no redirect, limits what it reads, reduces an error to its name.

/** Time that the invocation keeps after a hand-over to mark the delivery, or to release it. */
export const markReserveMs = 2_500;

export type Post = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/**
 * @returns the answer, whatever its status; its body is yet to be read or cancelled
 * @throws whatever `fetch` throws: `postErrorName` names it
 */
export async function post({ url, headers, body }: Post, signal: AbortSignal): Promise<Response> {
  // A connection that is kept may be dead when the platform resumes the frozen function.
  const sent = { 'user-agent': 'workflow-executor', connection: 'close', ...headers };
  return await fetch(url, { method: 'POST', headers: sent, body, signal, redirect: 'manual' });
}

/** Reads an answer's body up to a limit, in bytes, and cancels the rest. */
export async function readUpTo(maxBytes: number, { body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array> | Iterable<Uint8Array>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= maxBytes) break;
  }
  return Buffer.concat(chunks).toString('utf8', 0, maxBytes);
}

/**
 * The name of the error that `fetch` threw, or its code if the name is just "Error": the only part that may be logged. The error
 * itself says only "fetch failed"; its cause says why, and where several addresses were tried, the cause of the first.
 */
export function postErrorName(error: unknown): string {
  const { name, cause } = error as Error;
  const failed = ((cause as AggregateError | undefined)?.errors?.[0] ?? cause) as
    NodeJS.ErrnoException | undefined;
  return failed === undefined || failed.name === 'Error' ? (failed?.code ?? name) : failed.name;
}

// One call to an outside system: bounded by what is left of the invocation, its error reduced to a name.
import type { Invocation } from '../domain/invocation.ts';

/** The SDK would write lines about its own settings, which have another form than this log. */
const silent = {
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** Limits of one attempt and their number: a call takes well under the function's ten seconds. */
export const clientLimits = {
  // Without it the client looks for the mode in files.
  retryMode: 'standard',
  maxAttempts: 3,
  logger: silent,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 1_500, throwOnRequestTimeout: true },
} as const;

/** @param endpoint of the service; without it the SDK finds it by itself */
export function clientConfig(endpoint: string | undefined) {
  return endpoint === undefined ? clientLimits : { ...clientLimits, endpoint };
}

/**
 * @param reserveMs time of the invocation to keep for what follows the call
 * @throws whatever the client throws; an `AbortError` when the time was up
 */
export async function sendWithin<Output>(
  invocation: Invocation,
  reserveMs: number,
  send: (options: { readonly abortSignal: AbortSignal }) => Promise<Output>,
): Promise<Output> {
  const controller = new AbortController();
  const leftMs = invocation.remainingMs() - reserveMs;
  // Nothing is sent once the time is up: the platform may resume a frozen process long after another invocation took its claim over.
  if (leftMs <= 0) controller.abort();
  const timer = setTimeout(() => controller.abort(), Math.max(0, leftMs));
  try {
    return await send({ abortSignal: controller.signal });
  } finally {
    clearTimeout(timer);
  }
}

/** The name of an error, or its code if the name is just "Error": the only part of it that may be logged. */
export function errorName(error: unknown): string {
  if (!Error.isError(error)) return typeof error;
  const code = (error as NodeJS.ErrnoException).code;
  return error.name === 'Error' && typeof code === 'string' ? code : error.name;
}

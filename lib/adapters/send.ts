// One call to an AWS service: bounded by what is left of the invocation, its error reduced to a name.
import type { Invocation } from '../domain/invocation.ts';

/** What the SDK has to say of its own settings would be a line that is none of ours. */
const silent = {
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** Limits of one attempt, and how many there are: a call is over in well under the function's ten seconds. */
export const clientLimits = {
  // Said here, for else the client looks for it in files.
  retryMode: 'standard',
  maxAttempts: 3,
  logger: silent,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 1_500, throwOnRequestTimeout: true },
} as const;

/**
 * @param keptMs time of the invocation to keep for what comes after the call
 * @throws whatever the client throws; an `AbortError` when the time was up
 */
export async function sendWithin<Output>(
  invocation: Invocation,
  keptMs: number,
  send: (options: { readonly abortSignal: AbortSignal }) => Promise<Output>,
): Promise<Output> {
  const controller = new AbortController();
  const leftMs = invocation.remainingMs() - keptMs;
  // Nothing is sent once the time is up: the platform may thaw an invocation long after its claim has gone to another.
  if (leftMs <= 0) controller.abort();
  const timer = setTimeout(() => controller.abort(), Math.max(0, leftMs));
  try {
    return await send({ abortSignal: controller.signal });
  } finally {
    clearTimeout(timer);
  }
}

/** The name of an error, or its code where the name says nothing: the only part of it that may be logged. */
export function nameOfError(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const code = (error as NodeJS.ErrnoException).code;
  return error.name === 'Error' && typeof code === 'string' ? code : error.name;
}

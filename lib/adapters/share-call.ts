// Shares one call among all who ask for its result while it is under way.

type SharedCall<Result> = {
  readonly result: Promise<Result>;
  readonly controller: AbortController;
  waiting: number;
};

/**
 * @param call is aborted once none of its callers waits for it any more
 * @returns a function whose signal ends only the wait of that caller
 */
export function shareCall<Result>(
  call: (signal: AbortSignal) => Promise<Result>,
): (signal: AbortSignal) => Promise<Result> {
  let current: SharedCall<Result> | undefined;

  function begin(): SharedCall<Result> {
    const controller = new AbortController();
    return { result: call(controller.signal), controller, waiting: 0 };
  }

  return async (signal) => {
    signal.throwIfAborted();
    const shared = (current ??= begin());
    shared.waiting += 1;
    try {
      return await waitUntilAborted(shared.result, signal);
    } finally {
      shared.waiting -= 1;
      if (shared.waiting === 0) {
        current = undefined;
        shared.controller.abort();
      }
    }
  };
}

/** @throws the signal's reason, once it is aborted */
export async function waitUntilAborted<Result>(
  result: Promise<Result>,
  signal: AbortSignal,
): Promise<Result> {
  return await new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', abort);
    result.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

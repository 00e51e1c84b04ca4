// The client: turns payloads and decisions into requests, and sends them.
import type { ActionType, Payloads } from './generated/contract.ts';
import { checkOptions, type ClientOptions } from './options.ts';
import type { ExecutionOutcome } from './outcome.ts';
import { repeatTries } from './retry.ts';
import type { ClientRuntime } from './runtime.ts';
import { createTraceId } from './trace-id.ts';
import { tryOnce } from './try-once.ts';

/** A decision of the hub, as the service takes it. Only the decision `workflow` is executed. */
export type Decision = {
  /** The idempotency key. Without one, a new one is made, and told in the outcome. */
  readonly trace_id?: string | null | undefined;
  readonly decision: string;
  readonly dry_run?: boolean | undefined;
  readonly data?: unknown;
};

export type CallOptions = {
  /** Ends the call, with a NoOutcomeError that has the signal's reason as its `cause`. */
  readonly signal?: AbortSignal | undefined;
};

export type ExecuteOptions = CallOptions & {
  /** The idempotency key. Without one, a new one is made, and told in the outcome. */
  readonly traceId?: string | undefined;
  /** Asks what would happen: nothing is stored, sent or reserved. */
  readonly dryRun?: boolean | undefined;
};

export type Client = {
  /**
   * Executes an action, exactly once for each trace id.
   *
   * @returns the outcome, which may be a failure
   * @throws NoOutcomeError if the service has not told one
   */
  readonly execute: <Type extends ActionType>(
    payload: Payloads[Type] & { readonly action_type: Type },
    options?: ExecuteOptions,
  ) => Promise<ExecutionOutcome<Type>>;
  /** Sends a decision as it is, whatever it is. Returns and throws as `execute` does. */
  readonly send: (decision: Decision, options?: CallOptions) => Promise<ExecutionOutcome>;
};

/** @throws TypeError that names a wrong option */
export function createClientWith(runtime: ClientRuntime, options: ClientOptions): Client {
  const settings = checkOptions(options);

  async function sendDecision<Type extends ActionType>(
    decision: Decision,
    signal: AbortSignal | undefined,
  ): Promise<ExecutionOutcome<Type>> {
    const traceId = decision.trace_id ?? createTraceId(runtime.epochMs(), runtime.randomBytes(10));
    if (typeof traceId !== 'string') throw new TypeError('the trace id must be a string');
    // Serialised once: every try sends the same bytes.
    const body = JSON.stringify({ ...decision, trace_id: traceId });
    return await repeatTries<Type>(
      traceId,
      settings,
      runtime,
      signal,
      async (trySignal) => await tryOnce<Type>({ traceId, body }, settings, runtime, trySignal),
    );
  }

  return {
    execute: async (payload, { traceId, dryRun = false, signal } = {}) => {
      const decision = { trace_id: traceId, ...(dryRun && { dry_run: true }), decision: 'workflow' };
      return await sendDecision({ ...decision, data: { workflow_type: 'workflow', payload } }, signal);
    },
    send: async (decision, { signal } = {}) => await sendDecision(decision, signal),
  };
}

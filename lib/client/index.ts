// The typed client of the Workflow Executor: what its package exports.
import { createClientWith, type Client } from './client.ts';
import type { ClientOptions } from './options.ts';
import { ambientRuntime } from './runtime.ts';

/**
 * Creates a client of one deployment. It keeps no state, and may be used for any number of calls at once.
 *
 * @throws TypeError that names a wrong option
 */
export function createClient(options: ClientOptions): Client {
  const { fetch = ambientRuntime.fetch } = options;
  return createClientWith({ ...ambientRuntime, fetch }, options);
}

export type { Provided } from './access.ts';
export type { CallOptions, Client, Decision, ExecuteOptions } from './client.ts';
export { NoOutcomeError, UnexpectedAnswerError } from './errors.ts';
export type * from './generated/contract.ts';
export type { ClientOptions } from './options.ts';
export type {
  ExecutionError,
  ExecutionErrorCode,
  ExecutionOutcome,
  Payload,
  PlannedResult,
} from './outcome.ts';
export type { AwsCredentials } from './sign.ts';

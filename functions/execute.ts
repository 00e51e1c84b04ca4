// The Lambda function: configuration from its environment, clocks and tokens from the runtime, the rest from compose.ts.
import { randomUUID } from 'node:crypto';
import { readConfig, readOrigin } from '../lib/config/config.ts';
import { composeService } from './compose.ts';
import { createFunction } from './dispatch.ts';

const elapsedMs = () => performance.now();

/**
 * Answers an event of API Gateway (HTTP API, payload 2.0) with the contract's response, and never rejects then. Called by a schedule,
 * it delivers the reminder that is due, and rejects where it could not, so that Lambda calls it again.
 */
export const handler = createFunction(() => composeService(readConfig(), elapsedMs), {
  origin: readOrigin(),
  epochMs: Date.now,
  elapsedMs,
  newToken: createTokens(),
});

/** A word for each invocation: the process by a random one, its invocations by their count. */
function createTokens(): () => string {
  const processToken = randomUUID();
  let count = 0;
  return () => `${processToken}.${(count += 1)}`;
}

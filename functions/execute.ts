// The Lambda function: configuration from its environment, clocks and tokens from the runtime, the rest from compose.ts.
import { randomUUID } from 'node:crypto';
import { readConfig, readOrigin } from '../lib/config/config.ts';
import { createHandler } from '../lib/http/handler.ts';
import { composePipeline } from './compose.ts';

const elapsedMs = () => performance.now();

/** Answers an API Gateway event (HTTP API, payload 2.0) with the contract's response. Never rejects. */
export const handler = createHandler(() => composePipeline(readConfig(), elapsedMs), {
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

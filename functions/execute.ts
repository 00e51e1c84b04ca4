// The Lambda function: its configuration comes from the environment, its clocks and ids from the runtime, the rest from compose.ts.
import { randomUUID } from 'node:crypto';
import { readConfig, readServiceInfo } from '../lib/config/config.ts';
import { composeService } from './compose.ts';
import { createFunction } from './dispatch.ts';

const elapsedMs = () => performance.now();

/**
 * Answers an event of API Gateway (HTTP API, payload 2.0) with the contract's response, and never rejects. For the event of a
 * schedule it delivers the reminder that is due, and rejects if that failed, so that Lambda calls it again.
 */
export const handler = createFunction(() => composeService(readConfig(), elapsedMs), {
  service: readServiceInfo(),
  epochMs: Date.now,
  elapsedMs,
  newLeaseOwner: createLeaseOwners(),
});

/** Names for the invocations of this process: a random one for the process, and a count. */
function createLeaseOwners(): () => string {
  const processId = randomUUID();
  let count = 0;
  return () => `${processId}.${(count += 1)}`;
}

// Composition root of the Lambda: configuration, clients and adapters are made here, once a process, and handed down.
import { randomUUID } from 'node:crypto';
import { createDynamoClient } from '../lib/adapters/dynamodb/client.ts';
import { createExecutions } from '../lib/adapters/dynamodb/executions.ts';
import { createTopics } from '../lib/adapters/dynamodb/topics.ts';
import { createReminders } from '../lib/adapters/scheduler/reminders.ts';
import { readConfig } from '../lib/config/config.ts';
import { createExecutor } from '../lib/executor/execute.ts';
import { createHandler } from '../lib/http/handler.ts';
import { createPipeline } from '../lib/http/pipeline.ts';
import { createLog } from '../lib/log/log.ts';

const elapsedMs = () => performance.now();

function start() {
  const config = readConfig();
  const client = createDynamoClient();
  const ports = {
    executions: createExecutions(client, config.executionsTable, config.retentionDays),
    topics: createTopics(client, config.topicsTable),
    reminders: createReminders(config.reminders),
  };
  return createPipeline(createExecutor(ports, config.defaultTimezone), createLog(config), elapsedMs);
}

/** Answers an API Gateway event (HTTP API, payload 2.0) with the contract's response. Never rejects. */
export const handler = createHandler(start, {
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

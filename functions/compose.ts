// Wires the parts of the service together: configuration in, pipeline out. The only place that knows every adapter.
import { createDynamoClient } from '../lib/adapters/dynamodb/client.ts';
import { createExecutions } from '../lib/adapters/dynamodb/executions.ts';
import { createTopics } from '../lib/adapters/dynamodb/topics.ts';
import { createReminders } from '../lib/adapters/scheduler/reminders.ts';
import type { Config } from '../lib/config/config.ts';
import { createExecutor } from '../lib/executor/execute.ts';
import { createPipeline, type Pipeline } from '../lib/http/pipeline.ts';
import { createLog } from '../lib/log/log.ts';

/** Where the services are, if not where the AWS SDK finds them by itself. */
export type Endpoints = { readonly dynamodb?: string; readonly scheduler?: string };

/** @param elapsedMs a clock that only goes forward, in milliseconds */
export function composePipeline(
  config: Config,
  elapsedMs: () => number,
  endpoints: Endpoints = {},
): Pipeline {
  const client = createDynamoClient(endpoints.dynamodb);
  const ports = {
    executions: createExecutions(client, config.executionsTable, config.retentionDays),
    topics: createTopics(client, config.topicsTable),
    reminders: createReminders(config.reminders, endpoints.scheduler),
  };
  return createPipeline(createExecutor(ports, config.defaultTimezone), createLog(config), elapsedMs);
}

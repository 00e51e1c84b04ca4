// Wires the parts of the service together: configuration in, service out.
import type { AwsEndpoints } from '../lib/adapters/adapter-module.ts';
import { createAdapters } from '../lib/adapters/choose.ts';
import { createDelivery } from '../lib/adapters/delivery/registry.ts';
import { createDynamoClient } from '../lib/adapters/dynamodb/client.ts';
import { createExecutions } from '../lib/adapters/dynamodb/executions.ts';
import { createTopics } from '../lib/adapters/dynamodb/topics.ts';
import type { Config } from '../lib/config/config.ts';
import { createDeliver } from '../lib/delivery/deliver.ts';
import { createExecutor } from '../lib/executor/execute.ts';
import { createPipeline } from '../lib/http/pipeline.ts';
import { createLog } from '../lib/log/log.ts';
import type { Service } from './dispatch.ts';

/** Where the services are, if not where the environment says or where the region has them. */
export type Endpoints = AwsEndpoints & { readonly dynamodb?: string };

/** @param elapsedMs a clock that only goes forward, in milliseconds */
export function composeService(config: Config, elapsedMs: () => number, endpoints: Endpoints = {}): Service {
  const client = createDynamoClient(endpoints.dynamodb);
  const executions = createExecutions(client, config.executionsTable, config.retentionDays);
  const ports = {
    executions,
    topics: createTopics(client, config.topicsTable),
    adapters: createAdapters(config.adapters, config.variables, endpoints),
  };
  const delivery = createDelivery(config.delivery, endpoints);
  const log = createLog(config);
  return {
    pipeline: createPipeline(createExecutor(ports, config.defaultTimezone), log, elapsedMs),
    deliver: createDeliver(executions, delivery),
    deliveryName: delivery.name,
    log,
  };
}

// What the proof of crashes runs on: a store, the scripted outside systems, and a deployment of the service for each adapter.
import { createAdapters } from '../../../lib/adapters/choose.ts';
import { createDynamoClient } from '../../../lib/adapters/dynamodb/client.ts';
import { createExecutions } from '../../../lib/adapters/dynamodb/executions.ts';
import { createTopics } from '../../../lib/adapters/dynamodb/topics.ts';
import { createExecutor, type Execute } from '../../../lib/executor/execute.ts';
import type { Adapters } from '../../../lib/ports/adapter.ts';
import type { TestStore } from '../../support/store.ts';
import { createCrashingPorts, type CrashingPorts } from '../crashing-ports.ts';
import { createOutsideScripts, type OutsideScripts } from './outside-scripts.ts';
import { openOutsides, type ScriptedOutside } from './outsides.ts';

/** The service with the adapters of one outside system. */
export type CrashingDeployment = { readonly execute: Execute; readonly crashing: CrashingPorts };

export type CrashBench = {
  readonly store: TestStore;
  readonly scripts: OutsideScripts;
  readonly outsides: readonly ScriptedOutside[];
  /** By the name of its adapter. */
  readonly deployments: ReadonlyMap<string, CrashingDeployment>;
};

export async function openBench(store: TestStore): Promise<CrashBench> {
  const client = createDynamoClient(store.endpoint);
  const executions = createExecutions(client, store.executionsTable, undefined);
  const topics = createTopics(client, store.topicsTable);
  const deploy = (adapters: Adapters): CrashingDeployment => {
    const handOver = () => Promise.reject(new TypeError('nothing falls due here'));
    const crashing = createCrashingPorts({ executions, topics, adapters }, { name: 'log', handOver });
    return { crashing, execute: createExecutor(crashing.ports, 'UTC') };
  };
  const scripts = createOutsideScripts();
  const outsides = await openOutsides(scripts);
  const deployments = new Map(outsides.map(({ name, adapters }) => [name, deploy(adapters)]));
  deployments.set('record', deploy(createAdapters({ task: 'record' }, {}, {})));
  deployments.set('mock', deploy(createAdapters({ meeting: 'mock' }, {}, {})));
  return { store, scripts, outsides, deployments };
}

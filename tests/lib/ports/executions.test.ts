// Every store of executions passes the suite of the port, the one in memory included; and what an item in DynamoDB holds.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createDynamoClient } from '../../../lib/adapters/dynamodb/client.ts';
import { createExecutions } from '../../../lib/adapters/dynamodb/executions.ts';
import '../../support/aws-environment.ts';
import { describeWith } from '../../support/describe-with.ts';
import { doneExecution, invocationAt, pendingExecution } from '../../support/executions.ts';
import { createInMemoryExecutions, type StoredExecution } from '../../support/in-memory-executions.ts';
import { startTimeoutMs, startDynalite, startDynamoDbLocal, type TestStore } from '../../support/store.ts';
import {
  delivering,
  describeExecutions,
  nowMs,
  plannedExecution,
  type OpenedExecutions,
} from './describe-executions.ts';

const now = invocationAt(nowMs);

describe('executions in memory', () => {
  const stored = new Map<string, StoredExecution>();
  describeExecutions(() => ({
    executions: createInMemoryExecutions({ stored }),
    retained: createInMemoryExecutions({ stored, retentionDays: 30 }),
  }));
});
describe('executions on dynalite', () => {
  describeDynamoDb(startDynalite);
});
describeWith('DynamoDB Local', 'executions on DynamoDB Local', () => {
  describeDynamoDb(startDynamoDbLocal);
});

function describeDynamoDb(start: () => Promise<TestStore>): void {
  let store: TestStore;
  let opened: OpenedExecutions;
  beforeAll(async () => {
    store = await start();
    const client = createDynamoClient(store.endpoint);
    opened = {
      executions: createExecutions(client, store.executionsTable, undefined),
      retained: createExecutions(client, store.executionsTable, 30),
    };
  }, startTimeoutMs);
  afterAll(async () => await store.stop());

  describeExecutions(() => opened);

  test('the item of an execution has these attributes', async () => {
    const execution = doneExecution();
    await opened.executions.putIfAbsent(execution, now);
    expect(await store.itemOf(execution.traceId)).toEqual({
      trace_id: { S: execution.traceId },
      fingerprint: { S: execution.fingerprint },
      action_type: { S: 'task' },
      state: { S: 'done' },
      execution_result: { S: execution.resultJson },
      created_at: { S: execution.createdAt },
      token: { S: execution.leaseOwner },
    });
  });

  test('the item of a claim has its lease and its plan, and no result', async () => {
    const claimed = plannedExecution();
    await opened.executions.putIfAbsent(claimed, now);
    expect(await store.itemOf(claimed.traceId)).toEqual({
      trace_id: { S: claimed.traceId },
      fingerprint: { S: claimed.fingerprint },
      action_type: { S: 'reminder' },
      state: { S: 'pending' },
      created_at: { S: claimed.createdAt },
      token: { S: claimed.leaseOwner },
      lease_since: { N: String(claimed.leaseSinceMs) },
      lease_until: { N: String(claimed.leaseUntilMs) },
      planned_result: { S: claimed.plannedJson },
      effect_key: { S: claimed.effectKey },
      adapter: { S: 'eventbridge' },
      effect_at: { N: String(claimed.effectAtSeconds) },
    });
  });

  test('completion removes the lease and the plan from the item', async () => {
    const claimed = plannedExecution();
    await opened.executions.putIfAbsent(claimed, now);
    const completed = { ...claimed, state: 'failed', resultJson: '{}', httpStatus: 502 } as const;
    await opened.executions.complete(completed, now);
    expect(await store.itemOf(claimed.traceId)).toEqual({
      trace_id: { S: claimed.traceId },
      fingerprint: { S: claimed.fingerprint },
      action_type: { S: 'reminder' },
      state: { S: 'failed' },
      execution_result: { S: '{}' },
      http_status: { N: '502' },
      created_at: { S: claimed.createdAt },
      token: { S: claimed.leaseOwner },
      effect_key: { S: claimed.effectKey },
      adapter: { S: 'eventbridge' },
      effect_at: { N: String(claimed.effectAtSeconds) },
    });
  });

  test('the item holds the lease of a delivery until it is marked or released', async () => {
    for (const end of ['markDelivered', 'releaseDelivery'] as const) {
      const { traceId, effectKey, effectAtSeconds, ...claimed } = plannedExecution();
      await opened.executions.putIfAbsent({ traceId, effectKey, effectAtSeconds, ...claimed }, now);
      const ref = { traceId, effectKey };
      await opened.executions.claimDelivery(ref, effectAtSeconds, delivering);
      expect(await store.itemOf(traceId)).toMatchObject({
        delivery_token: { S: 'delivers' },
        delivery_until: { N: String(delivering.deadlineMs + 2_000) },
      });
      if (end === 'markDelivered')
        await opened.executions.markDelivered(ref, '2031-04-01T09:31:00Z', delivering);
      else await opened.executions.releaseDelivery(ref, delivering);
      expect(await store.itemOf(traceId)).not.toHaveProperty('delivery_token');
      expect(await store.itemOf(traceId)).not.toHaveProperty('delivery_until');
    }
  });

  test('the item says when it expires, in seconds, as the time to live of DynamoDB needs it', async () => {
    const execution = pendingExecution();
    await opened.retained.putIfAbsent(execution, now);
    expect(await store.itemOf(execution.traceId)).toMatchObject({
      expires_at: { N: String(nowMs / 1000 + 30 * 86_400) },
    });
    const toDeliver = plannedExecution();
    await opened.retained.putIfAbsent(toDeliver, now);
    expect(await store.itemOf(toDeliver.traceId)).not.toHaveProperty('expires_at');
    await opened.retained.complete({ ...toDeliver, state: 'failed', resultJson: '{}' }, now);
    expect(await store.itemOf(toDeliver.traceId)).toMatchObject({
      expires_at: { N: String(nowMs / 1000 + 30 * 86_400) },
    });
    await opened.retained.takeOver(execution, { ...toDeliver, traceId: execution.traceId }, now);
    expect(await store.itemOf(execution.traceId)).not.toHaveProperty('expires_at');
  });
}

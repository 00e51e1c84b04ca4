// Checks the two tables.
import { expect } from '@jest/globals';
import { at, ofType, propertyOf, type StackTemplate } from '../../support/template.ts';
import type { Assertions } from './packaged-stage.ts';

const tablesOf = (stack: StackTemplate) => ofType(stack, 'AWS::DynamoDB::Table');

export const storeAssertions = {
  'the tables are the two of the service, on demand and keyed as the code reads them': ({ stack, stage }) => {
    const tables = tablesOf(stack).map(([id, { Properties: table }]) => [
      id,
      table['TableName'],
      table['BillingMode'],
      at(table, 'KeySchema.0.AttributeName'),
    ]);
    expect(tables).toEqual([
      ['ExecutionsTable', `workflow-executor-${stage}-executions`, 'PAY_PER_REQUEST', 'trace_id'],
      ['TopicsTable', `workflow-executor-${stage}-topics`, 'PAY_PER_REQUEST', 'topic'],
    ]);
  },
  'every table has point-in-time recovery': ({ stack }) => {
    const path = 'PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled';
    const without = tablesOf(stack).filter(([, { Properties }]) => at(Properties, path) !== true);
    expect(without).toEqual([]);
  },
  'every table is encrypted with a key of the account': ({ stack }) => {
    const without = tablesOf(stack).filter(
      ([, { Properties }]) => at(Properties, 'SSESpecification.SSEEnabled') !== true,
    );
    expect(without).toEqual([]);
  },
  'in prod every table is protected and outlives the stack': ({ stack, stage }) => {
    const policy = stage === 'prod' ? 'Retain' : 'Delete';
    for (const [, { DeletionPolicy, UpdateReplacePolicy, Properties }] of tablesOf(stack)) {
      expect({ DeletionPolicy, UpdateReplacePolicy }).toEqual({
        DeletionPolicy: policy,
        UpdateReplacePolicy: policy,
      });
      expect(Properties['DeletionProtectionEnabled']).toBe(stage === 'prod');
    }
  },
  'executions expire when retention is set, and only then': ({ stack, retentionDays }) => {
    expect(propertyOf(stack, 'ExecutionsTable', 'TimeToLiveSpecification')).toEqual(
      retentionDays === undefined ? undefined : { AttributeName: 'expires_at', Enabled: true },
    );
    expect(propertyOf(stack, 'ExecuteLambdaFunction', 'Environment.Variables.RETENTION_DAYS')).toBe(
      retentionDays === undefined ? undefined : String(retentionDays),
    );
  },
} satisfies Assertions;

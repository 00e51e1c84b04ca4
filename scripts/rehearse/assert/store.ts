// Owns the assertions on the two tables.

import { at, ofType } from '../template.ts';
import { differs, type Assertion } from './assertion.ts';

export const storeAssertions: readonly Assertion[] = [
  {
    title: 'the tables are the two of the service, on demand and keyed as the code reads them',
    breaches: ({ stack, stage }) =>
      differs(
        'the list of tables',
        ofType(stack, 'AWS::DynamoDB::Table').map(([id, { Properties: table }]) => [
          id,
          table['TableName'] ?? null,
          table['BillingMode'] ?? null,
          at(table, 'KeySchema.0.AttributeName') ?? null,
        ]),
        [
          ['ExecutionsTable', `workflow-executor-${stage}-executions`, 'PAY_PER_REQUEST', 'trace_id'],
          ['TopicsTable', `workflow-executor-${stage}-topics`, 'PAY_PER_REQUEST', 'topic'],
        ],
      ),
  },
  {
    title: 'every table has point-in-time recovery',
    breaches: ({ stack }) =>
      ofType(stack, 'AWS::DynamoDB::Table')
        .filter(
          ([, { Properties }]) =>
            at(Properties, 'PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled') !== true,
        )
        .map(([id]) => `${id} has none`),
  },
  {
    title: 'every table is encrypted with a key of the account',
    breaches: ({ stack }) =>
      ofType(stack, 'AWS::DynamoDB::Table')
        .filter(([, { Properties }]) => at(Properties, 'SSESpecification.SSEEnabled') !== true)
        .map(([id]) => `${id} is not`),
  },
  {
    title: 'in prod every table is protected and outlives the stack',
    breaches: ({ stack, stage }) => {
      const outlives = stage === 'prod' ? 'Retain' : 'Delete';
      return ofType(stack, 'AWS::DynamoDB::Table').flatMap(([id, table]) => [
        ...differs(`${id} DeletionPolicy`, table.DeletionPolicy, outlives),
        ...differs(`${id} UpdateReplacePolicy`, table.UpdateReplacePolicy, outlives),
        ...differs(
          `${id} DeletionProtectionEnabled`,
          table.Properties['DeletionProtectionEnabled'],
          stage === 'prod',
        ),
      ]);
    },
  },
  {
    title: 'executions expire when retention is set, and only then',
    breaches: ({ stack, retentionDays }) => [
      ...differs(
        'the executions table',
        at(stack.Resources['ExecutionsTable'] as never, 'Properties.TimeToLiveSpecification'),
        retentionDays === undefined ? undefined : { AttributeName: 'expires_at', Enabled: true },
      ),
      ...differs(
        'RETENTION_DAYS',
        at(
          stack.Resources['ExecuteLambdaFunction'] as never,
          'Properties.Environment.Variables.RETENTION_DAYS',
        ),
        retentionDays === undefined ? undefined : String(retentionDays),
      ),
    ],
  },
];

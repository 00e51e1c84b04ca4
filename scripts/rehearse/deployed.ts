// Asserts what the APIs of AWS say is deployed of a stage after a deployment, and what is left after its removal.

import assert from 'node:assert/strict';
import { knownVariables } from '../../tests/deploy/template/packaged-stage.ts';
import {
  functionPolicy,
  functionTrust,
  schedulerPolicy,
  schedulerStatements,
  schedulerTrust,
} from '../../tests/deploy/template/policies.ts';
import type { FakeAwsAccount } from './fake-aws.ts';

type ExpectedStage = { readonly stage: string; readonly memoryMb?: number; readonly alarmEmail?: string };

export async function assertDeployed(
  aws: FakeAwsAccount,
  { stage, memoryMb = 512, alarmEmail }: ExpectedStage,
): Promise<void> {
  const { stacks, tables, logGroups, queues, topics, roles, functions } = await aws.describe(stage);
  const name = `workflow-executor-${stage}`;
  const isProd = stage === 'prod';
  const logRetentionDays = isProd ? 90 : 14;
  const table = (key: string) => ({
    key,
    billing: 'PAY_PER_REQUEST',
    encryption: 'ENABLED',
    recovery: 'ENABLED',
    protected: isProd,
    expiry: null,
  });
  const queue = { encrypted: 'true', retention: '1209600' };
  const described = { stacks, tables, logGroups, queues, topics };
  assert.deepEqual(described, {
    stacks: [{ status: 'UPDATE_COMPLETE', protected: isProd }],
    tables: { [`${name}-executions`]: table('trace_id'), [`${name}-topics`]: table('topic') },
    logGroups: {
      [`/aws/lambda/${name}-execute`]: logRetentionDays,
      [`/aws/http-api/${name}`]: logRetentionDays,
    },
    queues: { [`${name}-reminders-dlq`]: queue, [`${name}-reminders-subscription-dlq`]: queue },
    topics: {
      [`${name}-reminders-due`]: { key: 'alias/aws/sns', subscriptions: [] },
      [`${name}-alarms`]: {
        key: null,
        subscriptions: alarmEmail === undefined ? [] : [['email', alarmEmail]],
      },
    },
  });

  const schedulerRole = roles['ReminderSchedulerRole']?.arn ?? '';
  assert.match(schedulerRole, new RegExp(`^arn:aws:iam::\\d{12}:role/${name}-ReminderSchedulerRole-\\w+$`));
  const functionRole = roles['FunctionRole']?.arn;
  assert.deepEqual(roles, {
    FunctionRole: {
      arn: functionRole,
      trust: functionTrust,
      policies: [functionPolicy(stage, schedulerStatements(stage, schedulerRole))],
      attached: 0,
    },
    ReminderSchedulerRole: {
      arn: schedulerRole,
      trust: schedulerTrust(stage),
      policies: [schedulerPolicy(stage)],
      attached: 0,
    },
  });

  const { Environment, FunctionArn, Runtime, Timeout, Handler, MemorySize, Role } =
    functions[`${name}-execute`] ?? assert.fail('the function is not deployed');
  assert.deepEqual(
    { Runtime, Timeout, Handler, MemorySize, Role },
    {
      Runtime: 'nodejs24.x',
      Timeout: 10,
      Handler: 'functions/execute.handler',
      MemorySize: memoryMb,
      Role: functionRole,
    },
  );
  const { Variables } = Environment;
  const wanted = knownVariables.filter((one) => !/^(RETENTION_DAYS$|WEBHOOK_)/.test(one));
  assert.deepEqual(Object.keys(Variables).toSorted(), wanted.toSorted());
  assert.equal(Variables['REMINDER_TARGET_ARN'], FunctionArn);
  assert.equal(Variables['REMINDER_ROLE_ARN'], schedulerRole);
}

/** Asserts that nothing of a stage is there. */
export async function assertRemoved(aws: FakeAwsAccount, stage: string): Promise<void> {
  const left = Object.entries(await aws.describe(stage)).filter(
    ([, resources]) => Object.keys(resources).length > 0,
  );
  assert.deepEqual(left, []);
}

// Asserts what the APIs of AWS say is deployed of a stage after a deployment, and what is left after its removal. The settings of each
// resource are asserted on the packaged template (tests/deploy); here, that each is there, and those that a deployment changes.

import assert from 'node:assert/strict';
import type { FakeAwsAccount } from './fake-aws.ts';

type ExpectedStage = { readonly stage: string; readonly memoryMb?: number; readonly alarmEmail?: string };

export async function assertDeployed(
  aws: FakeAwsAccount,
  { stage, memoryMb = 512, alarmEmail }: ExpectedStage,
): Promise<void> {
  const { stacks, tables, logGroups, queues, topics, roles, functions } = await aws.describe(stage);
  const name = `workflow-executor-${stage}`;
  const [stack] = stacks;
  const [functionRole = '', schedulerRole = ''] = Object.keys(roles).toSorted();
  const { Environment, FunctionArn, Runtime, Timeout, Handler, MemorySize, Role } =
    functions[`${name}-execute`] ?? assert.fail('the function is not deployed');
  const described = {
    stack: [stack?.StackStatus, stack?.EnableTerminationProtection ?? false],
    tables: Object.keys(tables).toSorted(),
    logGroups: Object.keys(logGroups).toSorted(),
    queues: Object.keys(queues).toSorted(),
    topics: Object.keys(topics).toSorted(),
    onCall: topics[`${name}-alarms`]?.subscriptions,
    roles: [functionRole, schedulerRole].map((role) => role.replace(/-\w+$/, '')),
    function: { Runtime, Timeout, Handler, MemorySize, Role },
  };
  assert.deepEqual(described, {
    stack: ['UPDATE_COMPLETE', stage === 'prod'],
    tables: [`${name}-executions`, `${name}-topics`],
    logGroups: [`/aws/http-api/${name}`, `/aws/lambda/${name}-execute`],
    queues: [`${name}-reminders-dlq`, `${name}-reminders-subscription-dlq`],
    topics: [`${name}-alarms`, `${name}-reminders-due`],
    onCall: alarmEmail === undefined ? [] : [['email', alarmEmail]],
    roles: [`${name}-FunctionRole`, `${name}-ReminderSchedulerRole`],
    function: {
      Runtime: 'nodejs24.x',
      Timeout: 10,
      Handler: 'functions/execute.handler',
      MemorySize: memoryMb,
      Role: roles[functionRole]?.Arn,
    },
  });

  const { Variables } = Environment;
  assert.equal(Variables['REMINDER_TARGET_ARN'], FunctionArn);
  assert.equal(Variables['REMINDER_ROLE_ARN'], roles[schedulerRole]?.Arn);
}

/** Asserts that nothing of a stage is there. */
export async function assertRemoved(aws: FakeAwsAccount, stage: string): Promise<void> {
  const left = Object.entries(await aws.describe(stage)).filter(
    ([, resources]) => Object.keys(resources).length > 0,
  );
  assert.deepEqual(left, []);
}

// Owns the assertions on what stands after a deployment, as the AWS APIs tell it, and on what is left after a removal.

import { at, type Json, textOf } from '../../tests/support/template.ts';
import { differs } from './differs.ts';
import {
  functionPolicy,
  functionTrust,
  schedulerPolicy,
  schedulerTrust,
} from '../../tests/deploy/template/policies.ts';

interface Expected {
  readonly stage: string;
  readonly memoryMb: number;
  readonly variables: readonly string[];
  readonly alarmEmail?: string;
}

/** What is not as it must be in `facts`, each named; nothing when all is. */
export function standingFailures(
  facts: Json,
  { stage, memoryMb, variables, alarmEmail }: Expected,
): string[] {
  const name = `workflow-executor-${stage}`;
  const prod = stage === 'prod';
  const logRetentionDays = prod ? 90 : 14;
  const table = (key: string): object => ({
    key,
    billing: 'PAY_PER_REQUEST',
    encryption: 'ENABLED',
    recovery: 'ENABLED',
    protected: prod,
    expiry: null,
  });
  const schedulerRole = textOf(at(facts, 'roles.ReminderSchedulerRole.arn'));
  const schedulerRoleName = new RegExp(`^arn:aws:iam::\\d{12}:role/${name}-ReminderSchedulerRole-\\w+$`);
  const executes = at(facts, `functions.${name}-execute`);
  const queue = { encrypted: 'true', retention: '1209600' };
  return [
    ...differs('the stack', at(facts, 'stacks'), [{ status: 'UPDATE_COMPLETE', protected: prod }]),
    ...differs('the tables', at(facts, 'tables'), {
      [`${name}-executions`]: table('trace_id'),
      [`${name}-topics`]: table('topic'),
    }),
    ...differs('the list of roles', Object.keys(at(facts, 'roles') as object).toSorted(), [
      'FunctionRole',
      'ReminderSchedulerRole',
    ]),
    ...differs("the function's trust", at(facts, 'roles.FunctionRole.trust'), functionTrust),
    ...differs("the function's policies", at(facts, 'roles.FunctionRole.policies'), [
      functionPolicy(stage, schedulerRole),
    ]),
    ...differs(
      "the scheduler's trust",
      at(facts, 'roles.ReminderSchedulerRole.trust'),
      schedulerTrust(stage),
    ),
    ...differs("the scheduler's policies", at(facts, 'roles.ReminderSchedulerRole.policies'), [
      schedulerPolicy(stage),
    ]),
    ...differs(
      'policies attached',
      [at(facts, 'roles.FunctionRole.attached'), at(facts, 'roles.ReminderSchedulerRole.attached')],
      [0, 0],
    ),
    ...differs('the name of the scheduler role fits', schedulerRoleName.test(schedulerRole), true),
    ...differs('the log groups', at(facts, 'logGroups'), {
      [`/aws/lambda/${name}-execute`]: logRetentionDays,
      [`/aws/http-api/${name}`]: logRetentionDays,
    }),
    ...differs('the queues', at(facts, 'queues'), {
      [`${name}-reminders-dlq`]: queue,
      [`${name}-reminders-subscription-dlq`]: queue,
    }),
    ...differs('the topics', at(facts, 'topics'), {
      [`${name}-reminders-due`]: { key: 'alias/aws/sns', subscriptions: [] },
      [`${name}-alarms`]: {
        key: null,
        subscriptions: alarmEmail === undefined ? [] : [['email', alarmEmail]],
      },
    }),
    ...differs('the role of the function', at(executes, 'Role'), at(facts, 'roles.FunctionRole.arn')),
    ...differs(
      'the function',
      ['Runtime', 'Timeout', 'Handler', 'MemorySize'].map((key) => at(executes, key)),
      ['nodejs24.x', 10, 'functions/execute.handler', memoryMb],
    ),
    ...differs(
      'the ARN of the function, as the schedules are to have it',
      at(executes, 'Environment.Variables.REMINDER_TARGET_ARN'),
      at(executes, 'FunctionArn'),
    ),
    ...differs(
      'its variables',
      Object.keys(at(executes, 'Environment.Variables') as object).toSorted(),
      variables.filter((one) => one !== 'RETENTION_DAYS' && !one.startsWith('WEBHOOK_')).toSorted(),
    ),
    ...differs(
      'the role handed to the scheduler',
      at(executes, 'Environment.Variables.REMINDER_ROLE_ARN'),
      schedulerRole,
    ),
  ];
}

/** What a removed stage has left behind. */
export function leftOver(facts: Json): string[] {
  return Object.entries(facts as object).flatMap(([kind, things]: [string, object]) =>
    Object.keys(things).map((one) => `${kind}: ${one} is left`),
  );
}

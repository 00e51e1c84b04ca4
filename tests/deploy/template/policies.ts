// Lists what each role may do, to the letter. Written a second time on purpose: a change of a right is made twice, knowingly.
import { account, arnOf } from '../../support/template.ts';

export const functionTrust = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

/** What EventBridge Scheduler takes: the last part of the resource is a schedule's name. */
export const schedulerStatements = (stage: string, schedulerRoleArn: string): readonly object[] => [
  {
    Sid: 'ScheduleReminders',
    Effect: 'Allow',
    Action: 'scheduler:CreateSchedule',
    Resource: arnOf('scheduler', `schedule/workflow-executor-${stage}-reminders/*`),
  },
  {
    Sid: 'HandSchedulerItsRole',
    Effect: 'Allow',
    Action: 'iam:PassRole',
    Resource: schedulerRoleArn,
    Condition: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
  },
];

/** @param ofAdapters the statements of those that are chosen */
export const functionPolicy = (stage: string, ofAdapters: readonly object[]): object => ({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'WriteOwnLog',
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: arnOf('logs', `log-group:/aws/lambda/workflow-executor-${stage}-execute:*`),
    },
    {
      Sid: 'WriteSpans',
      Effect: 'Allow',
      Action: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'],
      Resource: '*',
    },
    {
      Sid: 'KeepExecutions',
      Effect: 'Allow',
      Action: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
      Resource: arnOf('dynamodb', `table/workflow-executor-${stage}-executions`),
    },
    {
      Sid: 'ReadTopics',
      Effect: 'Allow',
      Action: 'dynamodb:GetItem',
      Resource: arnOf('dynamodb', `table/workflow-executor-${stage}-topics`),
    },
    {
      Sid: 'DeliverReminders',
      Effect: 'Allow',
      Action: 'sns:Publish',
      Resource: arnOf('sns', `workflow-executor-${stage}-reminders-due`),
    },
    {
      Sid: 'SendDeadLetters',
      Effect: 'Allow',
      Action: 'sqs:SendMessage',
      Resource: arnOf('sqs', `workflow-executor-${stage}-reminders-dlq`),
    },
    ...ofAdapters,
  ],
});

export const schedulerTrust = (stage: string): object => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'scheduler.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: {
        StringEquals: {
          'aws:SourceAccount': account,
          'aws:SourceArn': arnOf('scheduler', `schedule-group/workflow-executor-${stage}-reminders`),
        },
      },
    },
  ],
});

export const schedulerPolicy = (stage: string): object => ({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'StartDelivery',
      Effect: 'Allow',
      Action: 'lambda:InvokeFunction',
      Resource: arnOf('lambda', `function:workflow-executor-${stage}-execute`),
    },
    {
      Sid: 'PublishForVersion1',
      Effect: 'Allow',
      Action: 'sns:Publish',
      Resource: arnOf('sns', `workflow-executor-${stage}-reminders-due`),
    },
    {
      Sid: 'SendDeadLetters',
      Effect: 'Allow',
      Action: 'sqs:SendMessage',
      Resource: arnOf('sqs', `workflow-executor-${stage}-reminders-dlq`),
    },
  ],
});

/** Where a `*` may occur in a policy: AWS takes nothing narrower there. */
export const allowedWildcards = (stage: string): readonly string[] => [
  'WriteSpans *',
  `WriteOwnLog ${arnOf('logs', `log-group:/aws/lambda/workflow-executor-${stage}-execute:*`)}`,
  `ScheduleReminders ${arnOf('scheduler', `schedule/workflow-executor-${stage}-reminders/*`)}`,
];

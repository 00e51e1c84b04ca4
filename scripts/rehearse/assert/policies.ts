// Owns what each role may do, to the letter. Written out here a second time on purpose: a change of a right is made twice, knowingly.

import { account, region } from '../template.ts';

const arn = (service: string, rest: string): string => `arn:aws:${service}:${region}:${account}:${rest}`;

export const functionTrust = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

export const functionPolicy = (stage: string, schedulerRoleArn: string): object => ({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'WriteOwnLog',
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: arn('logs', `log-group:/aws/lambda/workflow-executor-${stage}-execute:*`),
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
      Resource: arn('dynamodb', `table/workflow-executor-${stage}-executions`),
    },
    {
      Sid: 'ReadTopics',
      Effect: 'Allow',
      Action: 'dynamodb:GetItem',
      Resource: arn('dynamodb', `table/workflow-executor-${stage}-topics`),
    },
    {
      Sid: 'ScheduleReminders',
      Effect: 'Allow',
      Action: 'scheduler:CreateSchedule',
      Resource: arn('scheduler', `schedule/workflow-executor-${stage}-reminders/*`),
    },
    {
      Sid: 'HandSchedulerItsRole',
      Effect: 'Allow',
      Action: 'iam:PassRole',
      Resource: schedulerRoleArn,
      Condition: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
    },
    {
      Sid: 'DeliverReminders',
      Effect: 'Allow',
      Action: 'sns:Publish',
      Resource: arn('sns', `workflow-executor-${stage}-reminders-due`),
    },
    {
      Sid: 'SendDeadLetters',
      Effect: 'Allow',
      Action: 'sqs:SendMessage',
      Resource: arn('sqs', `workflow-executor-${stage}-reminders-dlq`),
    },
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
          'aws:SourceArn': arn('scheduler', `schedule-group/workflow-executor-${stage}-reminders`),
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
      Resource: arn('lambda', `function:workflow-executor-${stage}-execute`),
    },
    {
      Sid: 'PublishForVersion1',
      Effect: 'Allow',
      Action: 'sns:Publish',
      Resource: arn('sns', `workflow-executor-${stage}-reminders-due`),
    },
    {
      Sid: 'SendDeadLetters',
      Effect: 'Allow',
      Action: 'sqs:SendMessage',
      Resource: arn('sqs', `workflow-executor-${stage}-reminders-dlq`),
    },
  ],
});

/** Where a `*` may stand in a policy: AWS takes nothing narrower there. */
export const allowedWildcards = (stage: string): readonly string[] => [
  'WriteSpans *',
  `WriteOwnLog ${arn('logs', `log-group:/aws/lambda/workflow-executor-${stage}-execute:*`)}`,
  `ScheduleReminders ${arn('scheduler', `schedule/workflow-executor-${stage}-reminders/*`)}`,
];

// Owns the assertions on what a reminder passes through, on the alarms' topic, and on the inventory of the stack.

import { account, at, ofType, region, roleArn, textOf, type Json } from '../template.ts';
import { differs, type Assertion } from './assertion.ts';

const arn = (service: string, rest: string): string => `arn:aws:${service}:${region}:${account}:${rest}`;

export const reminderAssertions: readonly Assertion[] = [
  {
    title: 'reminders have a schedule group, and the function knows its name',
    breaches: ({ stack, stage }) => [
      ...differs(
        'the list of groups',
        ofType(stack, 'AWS::Scheduler::ScheduleGroup').map(([, { Properties }]) => Properties['Name']),
        [`workflow-executor-${stage}-reminders`],
      ),
      ...differs(
        'the variable',
        at(
          stack.Resources['ExecuteLambdaFunction'] as never,
          'Properties.Environment.Variables.REMINDER_SCHEDULE_GROUP',
        ),
        `workflow-executor-${stage}-reminders`,
      ),
    ],
  },
  {
    title:
      'a schedule calls the function itself, and what fails in two more tries or 6 hours goes to the queue',
    breaches: ({ stack, stage }) => {
      const executes = at(stack.Resources['ExecuteLambdaFunction'] as never, 'Properties');
      const variable = (name: string): Json | undefined => at(executes, `Environment.Variables.${name}`);
      const queue = arn('sqs', `workflow-executor-${stage}-reminders-dlq`);
      const tries = ofType(stack, 'AWS::Lambda::EventInvokeConfig').map(
        ([
          ,
          {
            Properties: { FunctionName, Qualifier, MaximumRetryAttempts, MaximumEventAgeInSeconds },
          },
        ]) => [FunctionName, Qualifier, MaximumRetryAttempts, MaximumEventAgeInSeconds],
      );
      return [
        ...differs(
          'REMINDER_TARGET_ARN',
          variable('REMINDER_TARGET_ARN'),
          arn('lambda', `function:${textOf(at(executes, 'FunctionName'))}`),
        ),
        ...differs('REMINDER_DELIVERY', variable('REMINDER_DELIVERY'), 'sns'),
        ...differs('REMINDER_DLQ_ARN', variable('REMINDER_DLQ_ARN'), queue),
        ...differs('the queue', at(executes, 'DeadLetterConfig.TargetArn'), queue),
        ...differs('the tries', tries, [[`workflow-executor-${stage}-execute`, '$LATEST', 2, 21_600]]),
        ...differs('the reserved concurrency', at(executes, 'ReservedConcurrentExecutions'), undefined),
      ];
    },
  },
  {
    title:
      'only the function and the scheduler publish reminders, only CloudWatch alarms, and only that topic fills its queue',
    breaches: ({ stack, stage }) => {
      const statement = (id: string): Json | undefined =>
        at(stack.Resources[id] as never, 'Properties.PolicyDocument.Statement');
      const due = arn('sns', `workflow-executor-${stage}-reminders-due`);
      const alarms = arn('sns', `workflow-executor-${stage}-alarms`);
      const subscriptionDlq = arn('sqs', `workflow-executor-${stage}-reminders-subscription-dlq`);
      return [
        ...differs('the reminders topic', statement('RemindersDueTopicPolicy'), [
          {
            Sid: 'FunctionPublishes',
            Effect: 'Allow',
            Principal: { AWS: roleArn('FunctionRole') },
            Action: 'sns:Publish',
            Resource: due,
          },
          {
            Sid: 'SchedulerPublishes',
            Effect: 'Allow',
            Principal: { AWS: roleArn('ReminderSchedulerRole') },
            Action: 'sns:Publish',
            Resource: due,
          },
        ]),
        ...differs('the alarms topic', statement('AlarmsTopicPolicy'), [
          {
            Sid: 'AlarmsPublish',
            Effect: 'Allow',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Action: 'sns:Publish',
            Resource: alarms,
            Condition: {
              StringEquals: { 'aws:SourceAccount': account },
              ArnLike: { 'aws:SourceArn': arn('cloudwatch', `alarm:workflow-executor-${stage}-*`) },
            },
          },
        ]),
        ...differs('the queue', statement('SubscriptionDeadLetterQueuePolicy'), [
          {
            Sid: 'TopicSendsDeadLetters',
            Effect: 'Allow',
            Principal: { Service: 'sns.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Resource: subscriptionDlq,
            Condition: { ArnEquals: { 'aws:SourceArn': due } },
          },
        ]),
      ];
    },
  },
  {
    title: 'both queues are encrypted and keep a message for 14 days, and the reminders topic is encrypted',
    breaches: ({ stack }) => [
      ...differs('the number of queues', ofType(stack, 'AWS::SQS::Queue').length, 2),
      ...ofType(stack, 'AWS::SQS::Queue').flatMap(
        ([
          id,
          {
            Properties: { SqsManagedSseEnabled, MessageRetentionPeriod },
          },
        ]) =>
          differs(
            id,
            { SqsManagedSseEnabled, MessageRetentionPeriod },
            { SqsManagedSseEnabled: true, MessageRetentionPeriod: 1_209_600 },
          ),
      ),
      ...differs(
        'the key',
        at(stack.Resources['RemindersDueTopic'] as never, 'Properties.KmsMasterKeyId'),
        'alias/aws/sns',
      ),
    ],
  },
  {
    title: 'the outputs name the topic to subscribe to and the queue for what a subscriber did not take',
    breaches: ({ stack, stage }) => {
      const due = `workflow-executor-${stage}-reminders-due`;
      const wanted: Readonly<Record<string, string>> = {
        RemindersDueTopicName: due,
        RemindersDueTopicArn: arn('sns', due),
        SubscriptionDeadLetterQueueArn: arn('sqs', `workflow-executor-${stage}-reminders-subscription-dlq`),
        AlarmsTopicArn: arn('sns', `workflow-executor-${stage}-alarms`),
      };
      return Object.entries(wanted).flatMap(([name, value]) =>
        differs(name, stack.Outputs[name]?.Value, value),
      );
    },
  },
  {
    title: 'every piece in scripts/deploy is listed in serverless.yml',
    breaches: ({ stack, pieces }) =>
      pieces.filter((id) => stack.Resources[id] === undefined).map((id) => `${id} is not`),
  },
];

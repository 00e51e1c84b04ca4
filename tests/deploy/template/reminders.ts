// Checks what a reminder passes through outside the function, the alarms' topic, and that no resource is forgotten.
import { expect } from '@jest/globals';
import { account, arnOf, ofType, propertyOf, roleArn, textOf } from '../../support/template.ts';
import type { Assertions } from './packaged-stage.ts';

const dueTopic = (stage: string): string => arnOf('sns', `workflow-executor-${stage}-reminders-due`);
const alarmsTopic = (stage: string): string => arnOf('sns', `workflow-executor-${stage}-alarms`);
const subscriptionDlq = (stage: string): string =>
  arnOf('sqs', `workflow-executor-${stage}-reminders-subscription-dlq`);

export const reminderAssertions = {
  'reminders have a schedule group, and the function knows its name': ({ stack, stage }) => {
    const groups = ofType(stack, 'AWS::Scheduler::ScheduleGroup').map(([, { Properties }]) => Properties);
    const Name = `workflow-executor-${stage}-reminders`;
    expect(groups).toEqual([{ Name }]);
    const variable = 'Environment.Variables.REMINDER_SCHEDULE_GROUP';
    expect(propertyOf(stack, 'ExecuteLambdaFunction', variable)).toBe(Name);
  },
  'a schedule calls the function itself, and what fails in two more tries or 6 hours goes to the queue': ({
    stack,
    stage,
  }) => {
    const of = (path: string) => propertyOf(stack, 'ExecuteLambdaFunction', path);
    const queue = arnOf('sqs', `workflow-executor-${stage}-reminders-dlq`);
    expect(of('Environment.Variables')).toMatchObject({
      REMINDER_TARGET_ARN: arnOf('lambda', `function:${textOf(of('FunctionName'))}`),
      REMINDER_DELIVERY: 'sns',
      REMINDER_DLQ_ARN: queue,
    });
    expect(of('DeadLetterConfig.TargetArn')).toBe(queue);
    expect(of('ReservedConcurrentExecutions')).toBeUndefined();
    const tries = ofType(stack, 'AWS::Lambda::EventInvokeConfig').map(([, { Properties }]) => Properties);
    expect(tries).toEqual([
      {
        FunctionName: `workflow-executor-${stage}-execute`,
        Qualifier: '$LATEST',
        DestinationConfig: {},
        MaximumRetryAttempts: 2,
        MaximumEventAgeInSeconds: 21_600,
      },
    ]);
  },
  'only the function and the scheduler publish reminders, only CloudWatch alarms, and only that topic fills its queue':
    ({ stack, stage }) => {
      const statementOf = (id: string) => propertyOf(stack, id, 'PolicyDocument.Statement');
      const publishes = (Sid: string, role: string) => ({
        Sid,
        Effect: 'Allow',
        Principal: { AWS: roleArn(role) },
        Action: 'sns:Publish',
        Resource: dueTopic(stage),
      });
      expect(statementOf('RemindersDueTopicPolicy')).toEqual([
        publishes('FunctionPublishes', 'FunctionRole'),
        publishes('SchedulerPublishes', 'ReminderSchedulerRole'),
      ]);
      expect(statementOf('AlarmsTopicPolicy')).toEqual([
        {
          Sid: 'AlarmsPublish',
          Effect: 'Allow',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Action: 'sns:Publish',
          Resource: alarmsTopic(stage),
          Condition: {
            StringEquals: { 'aws:SourceAccount': account },
            ArnLike: { 'aws:SourceArn': arnOf('cloudwatch', `alarm:workflow-executor-${stage}-*`) },
          },
        },
      ]);
      expect(statementOf('SubscriptionDeadLetterQueuePolicy')).toEqual([
        {
          Sid: 'TopicSendsDeadLetters',
          Effect: 'Allow',
          Principal: { Service: 'sns.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: subscriptionDlq(stage),
          Condition: { ArnEquals: { 'aws:SourceArn': dueTopic(stage) } },
        },
      ]);
    },
  'both queues are encrypted and keep a message for 14 days, and the reminders topic is encrypted': ({
    stack,
  }) => {
    const queues = ofType(stack, 'AWS::SQS::Queue').map(([, { Properties }]) => Properties);
    const kept = { SqsManagedSseEnabled: true, MessageRetentionPeriod: 1_209_600 };
    expect(queues).toEqual([expect.objectContaining(kept), expect.objectContaining(kept)]);
    expect(propertyOf(stack, 'RemindersDueTopic', 'KmsMasterKeyId')).toBe('alias/aws/sns');
  },
  'nobody is subscribed to a topic where no setting names anyone': ({ stack }) => {
    expect(ofType(stack, 'AWS::SNS::Subscription')).toEqual([]);
    const ofTopics = ofType(stack, 'AWS::SNS::Topic').map(([, { Properties }]) => Properties['Subscription']);
    expect(ofTopics).toEqual([undefined, undefined]);
  },
  'the outputs name the topic to subscribe to and the queue for what a subscriber did not take': ({
    stack,
    stage,
  }) => {
    expect(stack.Outputs).toMatchObject({
      RemindersDueTopicName: { Value: `workflow-executor-${stage}-reminders-due` },
      RemindersDueTopicArn: { Value: dueTopic(stage) },
      SubscriptionDeadLetterQueueArn: { Value: subscriptionDlq(stage) },
      AlarmsTopicArn: { Value: alarmsTopic(stage) },
    });
  },
  'every resource in scripts/deploy is listed in serverless.yml': ({ stack, resourceFiles }) => {
    expect(resourceFiles.filter((id) => stack.Resources[id] === undefined)).toEqual([]);
  },
} satisfies Assertions;

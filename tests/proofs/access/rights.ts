// Lists what the function and the scheduler must and must not be allowed, as questions to AWS.
import { account, region } from '../../support/template.ts';
import { standingRole } from './roles.ts';
import type { Ask } from './simulate.ts';

export type Rights = {
  readonly must: readonly Ask[];
  readonly mustNot: readonly Ask[];
};

export const arn = (service: string, rest: string, inRegion = region, of = account): string =>
  `arn:aws:${service}:${inRegion}:${of}:${rest}`;

/** One ask an action, each on the same resource. */
export const asks = (actions: string, on: string, given?: Ask['given']): Ask[] =>
  actions.split(' ').map((action) => ({ action, on, ...(given && { given }) }));

const toService = (service: string) => ({ 'iam:PassedToService': `${service}.amazonaws.com` });

/** The names that `stage` gives, as ARNs. */
export function standing(stage: string) {
  const name = `workflow-executor-${stage}`;
  return {
    name,
    executions: arn('dynamodb', `table/${name}-executions`),
    topics: arn('dynamodb', `table/${name}-topics`),
    schedule: arn('scheduler', `schedule/${name}-reminders/reminder_001`),
    group: arn('scheduler', `schedule-group/${name}-reminders`),
    due: arn('sns', `${name}-reminders-due`),
    alarms: arn('sns', `${name}-alarms`),
    reminderDlq: arn('sqs', `${name}-reminders-dlq`),
    subscriptionDlq: arn('sqs', `${name}-reminders-subscription-dlq`),
    stream: arn('logs', `log-group:/aws/lambda/${name}-execute:log-stream:2031/04/01/[1]a`),
    logGroup: arn('logs', `log-group:/aws/lambda/${name}-execute`),
    function: arn('lambda', `function:${name}-execute`),
    functionRole: standingRole(name, 'FunctionRole'),
    schedulerRole: standingRole(name, 'ReminderSchedulerRole'),
  };
}

const otherStage = (stage: string) => standing(stage === 'dev' ? 'prod' : 'dev');

export function functionRights(stage: string): Rights {
  const own = standing(stage);
  const other = otherStage(stage);
  return {
    must: [
      ...asks('dynamodb:PutItem dynamodb:GetItem dynamodb:UpdateItem', own.executions),
      ...asks('dynamodb:GetItem', own.topics),
      ...asks('scheduler:CreateSchedule', own.schedule),
      ...asks('iam:PassRole', own.schedulerRole, toService('scheduler')),
      ...asks('sns:Publish', own.due),
      ...asks('sqs:SendMessage', own.reminderDlq),
      ...asks('logs:CreateLogStream logs:PutLogEvents', own.stream),
      ...asks('xray:PutTraceSegments xray:PutTelemetryRecords', '*'),
    ],
    mustNot: [
      ...asks(
        'dynamodb:DeleteItem dynamodb:Scan dynamodb:Query dynamodb:BatchGetItem dynamodb:BatchWriteItem dynamodb:PartiQLSelect ' +
          'dynamodb:PartiQLDelete dynamodb:DeleteTable dynamodb:UpdateTable dynamodb:UpdateTimeToLive dynamodb:CreateBackup ' +
          'dynamodb:ExportTableToPointInTime dynamodb:PutResourcePolicy',
        own.executions,
      ),
      ...asks(
        'dynamodb:PutItem dynamodb:UpdateItem dynamodb:DeleteItem dynamodb:Scan dynamodb:Query',
        own.topics,
      ),
      ...asks('dynamodb:PutItem dynamodb:GetItem dynamodb:UpdateItem', other.executions),
      ...asks('dynamodb:GetItem', other.topics),
      ...asks('dynamodb:GetItem', arn('dynamodb', 'table/payroll')),
      ...asks('dynamodb:GetItem', arn('dynamodb', `table/${own.name}-executions`, 'eu-west-1')),
      ...asks('dynamodb:GetItem', arn('dynamodb', `table/${own.name}-executions`, region, '999999999999')),
      ...asks('dynamodb:Query', `${own.executions}/index/any`),
      ...asks('dynamodb:ListTables', '*'),
      ...asks('scheduler:CreateSchedule', other.schedule),
      ...asks('scheduler:CreateSchedule', arn('scheduler', 'schedule/default/reminder_001')),
      ...asks('scheduler:GetSchedule scheduler:UpdateSchedule scheduler:DeleteSchedule', own.schedule),
      ...asks('scheduler:CreateScheduleGroup scheduler:DeleteScheduleGroup', own.group),
      ...asks('iam:PassRole', own.schedulerRole),
      ...['lambda', 'ecs-tasks', 'events', 'cloudformation', 'ec2'].flatMap((service) =>
        asks('iam:PassRole', own.schedulerRole, toService(service)),
      ),
      ...asks('iam:PassRole', own.functionRole, toService('scheduler')),
      ...asks('iam:PassRole', other.schedulerRole, toService('scheduler')),
      ...asks('iam:PassRole', arn('iam', 'role/admin', ''), toService('scheduler')),
      ...asks(
        'iam:CreateRole iam:AttachRolePolicy iam:PutRolePolicy iam:UpdateAssumeRolePolicy iam:DeleteRole iam:GetRole',
        own.functionRole,
      ),
      ...asks('iam:CreateUser iam:CreateAccessKey', arn('iam', 'user/someone', '')),
      ...asks('sts:AssumeRole', own.schedulerRole),
      ...asks('sns:Subscribe sns:SetTopicAttributes', own.due),
      ...asks('sns:Publish', own.alarms),
      ...asks('sns:Publish', other.due),
      ...asks('sqs:ReceiveMessage sqs:DeleteMessage sqs:PurgeQueue', own.reminderDlq),
      ...asks('sqs:SendMessage', other.reminderDlq),
      ...asks('sqs:SendMessage sqs:ReceiveMessage', own.subscriptionDlq),
      ...asks('logs:CreateLogGroup logs:DeleteLogGroup logs:StartQuery logs:FilterLogEvents', own.logGroup),
      ...asks('logs:GetLogEvents', own.stream),
      ...asks('logs:PutLogEvents', arn('logs', 'log-group:/aws/lambda/another:log-stream:a')),
      ...asks('lambda:InvokeFunction lambda:UpdateFunctionCode lambda:GetFunction', own.function),
      ...asks('s3:GetObject s3:PutObject', 'arn:aws:s3:::anything/at/all'),
      ...asks('s3:ListBucket', 'arn:aws:s3:::anything'),
      ...asks('kms:Decrypt', arn('kms', 'key/0a1b')),
      ...asks('secretsmanager:GetSecretValue', arn('secretsmanager', 'secret:payroll-AbCdEf')),
      ...asks('ssm:GetParameter', arn('ssm', 'parameter/payroll')),
      ...asks('execute-api:Invoke', arn('execute-api', 'a1b2c3/$default/POST/api/workflow/execute')),
      ...asks('xray:GetTraceSummaries s3:ListAllMyBuckets', '*'),
    ],
  };
}

export function schedulerRights(stage: string): Rights {
  const own = standing(stage);
  const other = otherStage(stage);
  return {
    must: [
      ...asks('lambda:InvokeFunction', own.function),
      ...asks('sns:Publish', own.due),
      ...asks('sqs:SendMessage', own.reminderDlq),
    ],
    mustNot: [
      ...asks('sns:Publish', own.alarms),
      ...asks('sns:Publish', other.due),
      ...asks('sns:Subscribe sns:DeleteTopic sns:SetTopicAttributes', own.due),
      ...asks('sqs:SendMessage', own.subscriptionDlq),
      ...asks('sqs:SendMessage', other.reminderDlq),
      ...asks('sqs:ReceiveMessage sqs:DeleteMessage sqs:PurgeQueue', own.reminderDlq),
      ...asks('dynamodb:GetItem dynamodb:PutItem', own.executions),
      ...asks('lambda:InvokeFunction', other.function),
      ...asks('lambda:InvokeFunction', arn('lambda', 'function:payroll')),
      ...asks('lambda:UpdateFunctionCode lambda:GetFunction', own.function),
      ...asks('scheduler:CreateSchedule', own.schedule),
      ...asks('iam:PassRole', own.schedulerRole, toService('scheduler')),
      ...asks('s3:GetObject', 'arn:aws:s3:::anything/at/all'),
    ],
  };
}

// Lists what the function and the scheduler must and must not be allowed, as questions to AWS.
import { account, region } from '../../support/template.ts';
import { deployedRoleArn } from './roles.ts';
import type { AccessRequest } from './simulate.ts';

export type Rights = {
  readonly must: readonly AccessRequest[];
  readonly mustNot: readonly AccessRequest[];
};

export const arn = (service: string, rest: string, inRegion = region, of = account): string =>
  `arn:aws:${service}:${inRegion}:${of}:${rest}`;

/** One request an action, each on the same resource. */
export const requests = (actions: string, on: string, given?: AccessRequest['given']): AccessRequest[] =>
  actions.split(' ').map((action) => ({ action, on, ...(given && { given }) }));

const toService = (service: string) => ({ 'iam:PassedToService': `${service}.amazonaws.com` });

/** The names that `stage` gives, as ARNs. */
export function resourcesOfStage(stage: string) {
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
    secret: arn('ssm', `parameter${secretsOf(stage).webhook}`),
    functionRole: deployedRoleArn(name, 'FunctionRole'),
    schedulerRole: deployedRoleArn(name, 'ReminderSchedulerRole'),
  };
}

/** The names of the parameters with the adapters' secrets, by adapter. */
export const secretsOf = (stage: string) => ({
  webhook: `/workflow-executor/${stage}/webhook-secret`,
  caldav: `/workflow-executor/${stage}/caldav-password`,
  google: `/workflow-executor/${stage}/google-credentials`,
});

const otherStage = (stage: string) => resourcesOfStage(stage === 'dev' ? 'prod' : 'dev');

/** What differs with the adapters. @param adapters names of those that are chosen */
export function adapterRights(stage: string, adapters: readonly string[]): Rights {
  const own = resourcesOfStage(stage);
  const secrets = Object.entries(secretsOf(stage)).map(([adapter, name]) => ({
    isNeeded: adapters.includes(adapter),
    on: arn('ssm', `parameter${name}`),
  }));
  const readSecret = (isNeeded: boolean) =>
    secrets.filter((one) => one.isNeeded === isNeeded).flatMap(({ on }) => requests('ssm:GetParameter', on));
  const schedule = [
    ...requests('scheduler:CreateSchedule', own.schedule),
    ...requests('iam:PassRole', own.schedulerRole, toService('scheduler')),
  ];
  const hasSchedules = adapters.includes('eventbridge');
  return {
    must: [...readSecret(true), ...(hasSchedules ? schedule : [])],
    mustNot: [
      ...readSecret(false),
      ...(hasSchedules ? [] : schedule),
      ...secrets.flatMap(({ on }) =>
        requests(
          'ssm:GetParameters ssm:GetParametersByPath ssm:GetParameterHistory ssm:PutParameter ssm:DeleteParameter',
          on,
        ),
      ),
      ...requests('ssm:GetParameter', `${own.secret}-2`),
      ...requests('ssm:GetParameter', otherStage(stage).secret),
      ...requests('ssm:DescribeParameters', '*'),
    ],
  };
}

/** @param adapters names of those that are chosen */
export function functionRights(
  stage: string,
  adapters: readonly string[] = ['record', 'eventbridge', 'mock'],
): Rights {
  const own = resourcesOfStage(stage);
  const other = otherStage(stage);
  const ofAdapters = adapterRights(stage, adapters);
  return {
    must: [
      ...ofAdapters.must,
      ...requests('dynamodb:PutItem dynamodb:GetItem dynamodb:UpdateItem', own.executions),
      ...requests('dynamodb:GetItem', own.topics),
      ...requests('sns:Publish', own.due),
      ...requests('sqs:SendMessage', own.reminderDlq),
      ...requests('logs:CreateLogStream logs:PutLogEvents', own.stream),
      ...requests('xray:PutTraceSegments xray:PutTelemetryRecords', '*'),
    ],
    mustNot: [
      ...ofAdapters.mustNot,
      ...requests(
        'dynamodb:DeleteItem dynamodb:Scan dynamodb:Query dynamodb:BatchGetItem dynamodb:BatchWriteItem dynamodb:PartiQLSelect ' +
          'dynamodb:PartiQLDelete dynamodb:DeleteTable dynamodb:UpdateTable dynamodb:UpdateTimeToLive dynamodb:CreateBackup ' +
          'dynamodb:ExportTableToPointInTime dynamodb:PutResourcePolicy',
        own.executions,
      ),
      ...requests(
        'dynamodb:PutItem dynamodb:UpdateItem dynamodb:DeleteItem dynamodb:Scan dynamodb:Query',
        own.topics,
      ),
      ...requests('dynamodb:PutItem dynamodb:GetItem dynamodb:UpdateItem', other.executions),
      ...requests('dynamodb:GetItem', other.topics),
      ...requests('dynamodb:GetItem', arn('dynamodb', 'table/payroll')),
      ...requests('dynamodb:GetItem', arn('dynamodb', `table/${own.name}-executions`, 'eu-west-1')),
      ...requests(
        'dynamodb:GetItem',
        arn('dynamodb', `table/${own.name}-executions`, region, '999999999999'),
      ),
      ...requests('dynamodb:Query', `${own.executions}/index/any`),
      ...requests('dynamodb:ListTables', '*'),
      ...requests('scheduler:CreateSchedule', other.schedule),
      ...requests('scheduler:CreateSchedule', arn('scheduler', 'schedule/default/reminder_001')),
      ...requests('scheduler:GetSchedule scheduler:UpdateSchedule scheduler:DeleteSchedule', own.schedule),
      ...requests('scheduler:CreateScheduleGroup scheduler:DeleteScheduleGroup', own.group),
      ...requests('iam:PassRole', own.schedulerRole),
      ...['lambda', 'ecs-tasks', 'events', 'cloudformation', 'ec2'].flatMap((service) =>
        requests('iam:PassRole', own.schedulerRole, toService(service)),
      ),
      ...requests('iam:PassRole', own.functionRole, toService('scheduler')),
      ...requests('iam:PassRole', other.schedulerRole, toService('scheduler')),
      ...requests('iam:PassRole', arn('iam', 'role/admin', ''), toService('scheduler')),
      ...requests(
        'iam:CreateRole iam:AttachRolePolicy iam:PutRolePolicy iam:UpdateAssumeRolePolicy iam:DeleteRole iam:GetRole',
        own.functionRole,
      ),
      ...requests('iam:CreateUser iam:CreateAccessKey', arn('iam', 'user/someone', '')),
      ...requests('sts:AssumeRole', own.schedulerRole),
      ...requests('sns:Subscribe sns:SetTopicAttributes', own.due),
      ...requests('sns:Publish', own.alarms),
      ...requests('sns:Publish', other.due),
      ...requests('sqs:ReceiveMessage sqs:DeleteMessage sqs:PurgeQueue', own.reminderDlq),
      ...requests('sqs:SendMessage', other.reminderDlq),
      ...requests('sqs:SendMessage sqs:ReceiveMessage', own.subscriptionDlq),
      ...requests(
        'logs:CreateLogGroup logs:DeleteLogGroup logs:StartQuery logs:FilterLogEvents',
        own.logGroup,
      ),
      ...requests('logs:GetLogEvents', own.stream),
      ...requests('logs:PutLogEvents', arn('logs', 'log-group:/aws/lambda/another:log-stream:a')),
      ...requests('lambda:InvokeFunction lambda:UpdateFunctionCode lambda:GetFunction', own.function),
      ...requests('s3:GetObject s3:PutObject', 'arn:aws:s3:::anything/at/all'),
      ...requests('s3:ListBucket', 'arn:aws:s3:::anything'),
      ...requests('kms:Decrypt', arn('kms', 'key/0a1b')),
      ...requests('secretsmanager:GetSecretValue', arn('secretsmanager', 'secret:payroll-AbCdEf')),
      ...requests('ssm:GetParameter', arn('ssm', 'parameter/payroll')),
      ...requests('execute-api:Invoke', arn('execute-api', 'a1b2c3/$default/POST/api/workflow/execute')),
      ...requests('xray:GetTraceSummaries s3:ListAllMyBuckets', '*'),
    ],
  };
}

export function schedulerRights(stage: string): Rights {
  const own = resourcesOfStage(stage);
  const other = otherStage(stage);
  return {
    must: [
      ...requests('lambda:InvokeFunction', own.function),
      ...requests('sns:Publish', own.due),
      ...requests('sqs:SendMessage', own.reminderDlq),
    ],
    mustNot: [
      ...requests('sns:Publish', own.alarms),
      ...requests('sns:Publish', other.due),
      ...requests('sns:Subscribe sns:DeleteTopic sns:SetTopicAttributes', own.due),
      ...requests('sqs:SendMessage', own.subscriptionDlq),
      ...requests('sqs:SendMessage', other.reminderDlq),
      ...requests('sqs:ReceiveMessage sqs:DeleteMessage sqs:PurgeQueue', own.reminderDlq),
      ...requests('dynamodb:GetItem dynamodb:PutItem', own.executions),
      ...requests('lambda:InvokeFunction', other.function),
      ...requests('lambda:InvokeFunction', arn('lambda', 'function:payroll')),
      ...requests('lambda:UpdateFunctionCode lambda:GetFunction', own.function),
      ...requests('scheduler:CreateSchedule', own.schedule),
      ...requests('iam:PassRole', own.schedulerRole, toService('scheduler')),
      ...requests('s3:GetObject', 'arn:aws:s3:::anything/at/all'),
    ],
  };
}

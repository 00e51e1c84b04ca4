// Lists seeded faults: ways to open a policy, each with the question whose answer must then differ from the written lists.
import { at, isList, textOf, type JsonValue, type StackTemplate } from '../../support/template.ts';

type Opening = {
  readonly what: string;
  readonly role: string;
  readonly change: (template: StackTemplate) => void;
  /** Part of a line that the proof then prints. */
  readonly noticed: string;
};

/** Changes `field` of the statement `sid` of a role; takes it away when the value is undefined. */
const set =
  (role: string, sid: string, field: string, value: JsonValue | undefined) => (template: StackTemplate) => {
    const statement = statementsOf(template, role).find((one) => textOf(at(one, 'Sid')) === sid);
    if (statement === undefined) throw new Error(`${role} has no statement ${sid}`);
    const fields = statement as Record<string, JsonValue>;
    if (value === undefined) delete fields[field];
    else fields[field] = value;
  };

const add = (role: string, statement: JsonValue) => (template: StackTemplate) => {
  statementsOf(template, role).push(statement);
};

function statementsOf(template: StackTemplate, role: string): JsonValue[] {
  const policies = template.Resources[role]?.Properties['Policies'];
  const lists = (isList(policies) ? policies : []).map((policy) => at(policy, 'PolicyDocument.Statement'));
  const all = lists.flatMap((list) => (isList(list) ? list : []));
  const [first] = lists;
  if (!isList(first)) throw new Error(`${role} has no statements`);
  // What is pushed goes into the first policy; what is found may be of any.
  return Object.assign(all, { push: (one: JsonValue) => (first as JsonValue[]).push(one) });
}

const everything = { Effect: 'Allow', Action: '*', Resource: '*' };

export const openings: readonly Opening[] = [
  {
    what: 'the function may do anything with its table',
    role: 'FunctionRole',
    change: set('FunctionRole', 'KeepExecutions', 'Action', 'dynamodb:*'),
    noticed: 'can dynamodb:Scan on',
  },
  {
    what: 'the function may read any table',
    role: 'FunctionRole',
    change: set('FunctionRole', 'ReadTopics', 'Resource', '*'),
    noticed: 'can dynamodb:GetItem on arn:aws:dynamodb:us-east-1:123456789012:table/payroll',
  },
  {
    what: 'the function may make schedules in any group',
    role: 'FunctionRole',
    change: set('FunctionRole', 'ScheduleReminders', 'Resource', 'arn:aws:scheduler:*:*:schedule/*'),
    noticed: 'schedule/default/reminder_001',
  },
  {
    what: "the function may hand the scheduler's role to anyone",
    role: 'FunctionRole',
    change: set('FunctionRole', 'HandSchedulerItsRole', 'Condition', undefined),
    noticed: '{"iam:PassedToService":"lambda.amazonaws.com"}',
  },
  {
    what: 'the function may hand any role to the scheduler',
    role: 'FunctionRole',
    change: set('FunctionRole', 'HandSchedulerItsRole', 'Resource', '*'),
    noticed: 'can iam:PassRole on arn:aws:iam::123456789012:role/admin',
  },
  {
    what: 'the function may do everything',
    role: 'FunctionRole',
    change: add('FunctionRole', everything),
    noticed: 'can iam:CreateAccessKey on',
  },
  {
    what: 'the function may read any parameter',
    role: 'FunctionRole',
    change: add('FunctionRole', { Effect: 'Allow', Action: 'ssm:GetParameter', Resource: '*' }),
    noticed: 'can ssm:GetParameter on arn:aws:ssm:us-east-1:123456789012:parameter/workflow-executor/dev/',
  },
  {
    what: 'the function lacks a right that it needs',
    role: 'FunctionRole',
    change: set('FunctionRole', 'KeepExecutions', 'Action', ['dynamodb:GetItem', 'dynamodb:PutItem']),
    noticed: 'cannot dynamodb:UpdateItem on',
  },
  {
    what: 'the scheduler may publish to any topic',
    role: 'ReminderSchedulerRole',
    change: set('ReminderSchedulerRole', 'PublishForVersion1', 'Resource', '*'),
    noticed: 'can sns:Publish on arn:aws:sns:us-east-1:123456789012:workflow-executor-prod-alarms',
  },
  {
    what: 'the scheduler may start any function',
    role: 'ReminderSchedulerRole',
    change: set('ReminderSchedulerRole', 'StartDelivery', 'Resource', '*'),
    noticed: 'can lambda:InvokeFunction on arn:aws:lambda:us-east-1:123456789012:function:payroll',
  },
  {
    what: 'the function may publish to any topic',
    role: 'FunctionRole',
    change: set('FunctionRole', 'DeliverReminders', 'Resource', '*'),
    noticed: 'can sns:Publish on arn:aws:sns:us-east-1:123456789012:workflow-executor-prod-alarms',
  },
  {
    what: 'the pipeline may hand over any role',
    role: 'PipelineRole',
    change: set('PipelineRole', 'HandOverToCloudFormation', 'Resource', '*'),
    noticed: 'can iam:PassRole on arn:aws:iam::123456789012:role/admin',
  },
  {
    what: "the pipeline may read other people's buckets",
    role: 'PipelineRole',
    change: set('PipelineRole', 'UploadArtifacts', 'Resource', 'arn:aws:s3:::*'),
    noticed: 'can s3:GetObject on arn:aws:s3:::payroll/2031/april.csv',
  },
  {
    what: 'CloudFormation may change who takes any role, its own too',
    role: 'CloudFormationRole',
    change: set('CloudFormationRole', 'Roles', 'Resource', '*'),
    noticed:
      'can iam:UpdateAssumeRolePolicy on arn:aws:iam::123456789012:role/workflow-executor-prod-deploy-PipelineRole',
  },
  {
    what: 'CloudFormation may not make a table that the stack holds',
    role: 'CloudFormationRole',
    change: set(
      'CloudFormationRole',
      'Tables',
      'Resource',
      'arn:aws:dynamodb:us-east-1:123456789012:table/other',
    ),
    noticed: 'cannot dynamodb:CreateTable on',
  },
  {
    what: 'CloudFormation may make roles without the boundary',
    role: 'CloudFormationRole',
    change: set('CloudFormationRole', 'RolesWithinBoundary', 'Condition', undefined),
    noticed: 'can iam:CreateRole on arn:aws:iam::123456789012:role/workflow-executor-prod-FunctionRole',
  },
  {
    what: 'CloudFormation may change any API',
    role: 'CloudFormationRole',
    change: set('CloudFormationRole', 'Api', 'Resource', 'arn:aws:apigateway:us-east-1::/apis/*'),
    noticed: 'can apigateway:DELETE on arn:aws:apigateway:us-east-1::/apis/dev0a1b2c',
  },
  {
    what: "the pipeline may call any stage's API",
    role: 'PipelineRole',
    change: set(
      'PipelineRole',
      'AskExamples',
      'Resource',
      'arn:aws:execute-api:us-east-1:123456789012:*/$default/POST/api/workflow/execute',
    ),
    noticed: 'can execute-api:Invoke on arn:aws:execute-api:us-east-1:123456789012:dev0a1b2c',
  },
];

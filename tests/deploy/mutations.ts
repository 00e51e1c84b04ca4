// Owns the ways in which the stack or the log could come to be wrong, each with the assertion that must notice.

import type { Template } from '../../scripts/rehearse/template.ts';

type Fields = Record<string, unknown>;
type Resources = Template['Resources'];

interface TemplateMutation {
  readonly what: string;
  readonly change: (resources: Resources) => void;
  readonly noticedBy: readonly string[];
}

interface LineMutation {
  readonly what: string;
  readonly change: (line: Fields) => never;
  readonly noticedBy: readonly string[];
}

/** Sets `properties.path` of the resource `id`; removes it when `value` is undefined. */
const set = (id: string, path: string, value: unknown) => (resources: Resources) => {
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let inner = resources[id]?.Properties as Fields;
  for (const key of keys) inner = inner[key] as Fields;
  if (value === undefined) delete inner[last];
  else inner[last] = value;
};

const rename = (from: string, to: string) => (line: Fields) =>
  Object.fromEntries(Object.entries(line).map(([key, value]) => [key === from ? to : key, value])) as never;

const route = 'HttpApiRoutePostApiWorkflowExecute';
const statement = (index: number): string => `Policies.0.PolicyDocument.Statement.${index}`;

export const templateMutations: readonly TemplateMutation[] = [
  {
    what: 'a table loses its point-in-time recovery',
    change: set('ExecutionsTable', 'PointInTimeRecoverySpecification', undefined),
    noticedBy: ['every table has point-in-time recovery'],
  },
  {
    what: 'a table is no longer encrypted',
    change: set('TopicsTable', 'SSESpecification.SSEEnabled', false),
    noticedBy: ['every table is encrypted with a key of the account'],
  },
  {
    what: 'a table goes with the stack',
    change: (resources) => Object.assign(resources['ExecutionsTable'] ?? {}, { DeletionPolicy: 'Delete' }),
    noticedBy: ['in prod every table is protected and outlives the stack'],
  },
  {
    what: 'a table is keyed by another field',
    change: set('TopicsTable', 'KeySchema.0.AttributeName', 'name'),
    noticedBy: ['the tables are the two of the service, on demand and keyed as the code reads them'],
  },
  {
    what: 'executions expire though no retention was set',
    change: set('ExecutionsTable', 'TimeToLiveSpecification', { AttributeName: 'expires_at', Enabled: true }),
    noticedBy: ['executions expire when retention is set, and only then'],
  },
  {
    what: 'a role gains an action *',
    change: set('FunctionRole', `${statement(2)}.Action`, 'dynamodb:*'),
    noticedBy: [
      'no policy holds a * where AWS takes something narrower',
      'the function may do what is written in policies.ts, to the letter',
    ],
  },
  {
    what: 'a role gains a resource *',
    change: set('ReminderSchedulerRole', `${statement(0)}.Resource`, '*'),
    noticedBy: [
      'no policy holds a * where AWS takes something narrower',
      'the scheduler may start that function, publish to that topic, fill that queue, and nothing else',
    ],
  },
  {
    what: 'anyone of the scheduler service may take the role',
    change: set('ReminderSchedulerRole', 'AssumeRolePolicyDocument.Statement.0.Condition', undefined),
    noticedBy: [
      'the scheduler may start that function, publish to that topic, fill that queue, and nothing else',
    ],
  },
  {
    what: 'a role gets a policy of AWS',
    change: set('FunctionRole', 'ManagedPolicyArns', ['arn:aws:iam::aws:policy/PowerUserAccess']),
    noticedBy: ['there are two roles, each with one policy of its own and none of AWS'],
  },
  {
    what: 'any route of the API may call the function',
    change: set('ExecuteLambdaPermissionHttpApi', 'SourceArn', {
      'Fn::Sub': 'arn:aws:execute-api:us-east-1:123456789012:${HttpApi}/*',
    }),
    noticedBy: ['only the one route of the one API may call the function'],
  },
  {
    what: 'a route loses its authorizer',
    change: set(route, 'AuthorizationType', undefined),
    noticedBy: ['the authorizer is on every route'],
  },
  {
    what: 'a route is opened',
    change: set(route, 'AuthorizationType', 'NONE'),
    noticedBy: ['the authorizer is on every route'],
  },
  {
    what: 'an authorizer is added that nobody asked for',
    change: (resources) =>
      Object.assign(resources, {
        Other: { Type: 'AWS::ApiGatewayV2::Authorizer', Properties: { AuthorizerType: 'REQUEST' } },
      }),
    noticedBy: ['a token is believed only from the issuer and for the audience that were given'],
  },
  {
    what: 'the function gets a URL of its own',
    change: (resources) =>
      Object.assign(resources, { Other: { Type: 'AWS::Lambda::Url', Properties: { AuthType: 'NONE' } } }),
    noticedBy: ['there is one API and no other door: no CORS, no function URL, no further trigger'],
  },
  {
    what: 'calls are no longer throttled',
    change: set('HttpApiStage', 'DefaultRouteSettings', { DetailedMetricsEnabled: false }),
    noticedBy: ['calls are throttled'],
  },
  {
    what: 'the access log names the request otherwise than the function',
    change: set('HttpApiStage', 'AccessLogSettings.Format', '{"id":"$context.requestId"}'),
    noticedBy: [
      'the access log is JSON, joins with the function by request id, and says why',
      'each saved query reads fields that the log has',
    ],
  },
  ...[
    '$context.path',
    '$context.identity.userAgent',
    '$context.error.message',
    '$context.authorizer.error',
  ].map((variable) => ({
    what: `the access log holds ${variable}, which a caller can word`,
    change: (resources: Resources) => {
      const settings = resources['HttpApiStage']?.Properties['AccessLogSettings'] as Fields;
      settings['Format'] = String(settings['Format']).replace('{', `{"word":"${variable}",`);
    },
    noticedBy: ['a line of the access log is the same JSON whatever a caller puts into its call'],
  })),
  ...[
    [
      'schedules call another function',
      'ExecuteLambdaFunction',
      'Environment.Variables.REMINDER_TARGET_ARN',
      'arn:x',
    ],
    ['reminders are only logged', 'ExecuteLambdaFunction', 'Environment.Variables.REMINDER_DELIVERY', 'log'],
    ['a delivery that fails for good is forgotten', 'ExecuteLambdaFunction', 'DeadLetterConfig', undefined],
    ['a failed delivery is not tried again', 'ExecuteLambdaEvConf', 'MaximumRetryAttempts', 0],
    ['a delivery waits for room for a minute only', 'ExecuteLambdaEvConf', 'MaximumEventAgeInSeconds', 60],
    ['the tries are those of a version', 'ExecuteLambdaEvConf', 'Qualifier', '1'],
    [
      'concurrency is reserved though nobody asked',
      'ExecuteLambdaFunction',
      'ReservedConcurrentExecutions',
      1,
    ],
  ].map(([what, id, path, value]) => ({
    what: String(what),
    change: set(String(id), String(path), value),
    noticedBy: [
      'a schedule calls the function itself, and what fails in two more tries or 6 hours goes to the queue',
    ],
  })),
  {
    what: 'the scheduler may no longer call the function',
    change: set('ReminderSchedulerRole', `${statement(0)}.Action`, 'lambda:GetFunction'),
    noticedBy: [
      'the scheduler may start that function, publish to that topic, fill that queue, and nothing else',
    ],
  },
  {
    what: 'the scheduler may no longer publish, for the schedules of version 1.0.0',
    change: set('ReminderSchedulerRole', 'Policies.0.PolicyDocument.Statement', []),
    noticedBy: [
      'the scheduler may start that function, publish to that topic, fill that queue, and nothing else',
    ],
  },
  {
    what: 'the function may no longer publish',
    change: set('FunctionRole', `${statement(6)}.Action`, 'sns:Subscribe'),
    noticedBy: ['the function may do what is written in policies.ts, to the letter'],
  },
  {
    what: 'Lambda may not fill the queue as the function',
    change: set('FunctionRole', `${statement(7)}.Resource`, 'arn:aws:sqs:us-east-1:123456789012:other'),
    noticedBy: ['the function may do what is written in policies.ts, to the letter'],
  },
  {
    what: 'the topic admits the function no more',
    change: set('RemindersDueTopicPolicy', 'PolicyDocument.Statement.0.Effect', 'Deny'),
    noticedBy: [
      'only the function and the scheduler publish reminders, only CloudWatch alarms, and only that topic fills its queue',
    ],
  },
  {
    what: 'an alarm waits for the last try of the scheduler',
    change: set('ReminderTargetErrorsAlarm', 'Metrics.0.Expression', 'FILL(errors, 0) + FILL(throttled, 0)'),
    noticedBy: ['every alarm reads the metrics that it is for, and rings where it should and not before'],
  },
  {
    what: 'a delivery that another invocation holds is counted as failed',
    change: set('RemindersNotDeliveredMetric', 'FilterPattern', '{ $.message = "REMINDER_FAILED" }'),
    noticedBy: ['each metric filter counts the lines that it is for, and no other'],
  },
  {
    what: 'the function runs on another platform',
    change: set('ExecuteLambdaFunction', 'Architectures', ['x86_64']),
    noticedBy: ['the function runs on Node.js 24 and arm64, for 10 seconds, traced, with the 2.0 payload'],
  },
  {
    what: 'a variable is misspelt',
    change: set('ExecuteLambdaFunction', 'Environment.Variables.TOPIC_TABLE', 'x'),
    noticedBy: ['the function gets the variables that its configuration knows, each of them'],
  },
  {
    what: 'a log is kept for good',
    change: set('ExecuteLogGroup', 'RetentionInDays', undefined),
    noticedBy: ['logs are JSON, kept as long as the stage says, and indexed by trace_id'],
  },
  {
    what: 'the log is no longer indexed by trace_id',
    change: set('ExecuteLogGroup', 'FieldIndexPolicies', undefined),
    noticedBy: ['logs are JSON, kept as long as the stage says, and indexed by trace_id'],
  },
  {
    what: 'the schedule group is renamed',
    change: set('ReminderScheduleGroup', 'Name', 'other'),
    noticedBy: ['reminders have a schedule group, and the function knows its name'],
  },
  {
    what: 'anyone may publish reminders',
    change: set('RemindersDueTopicPolicy', 'PolicyDocument.Statement.0.Principal', '*'),
    noticedBy: [
      'only the function and the scheduler publish reminders, only CloudWatch alarms, and only that topic fills its queue',
    ],
  },
  {
    what: 'a queue is not encrypted',
    change: set('SubscriptionDeadLetterQueue', 'SqsManagedSseEnabled', false),
    noticedBy: [
      'both queues are encrypted and keep a message for 14 days, and the reminders topic is encrypted',
    ],
  },
  {
    what: 'the topic to subscribe to is another than the one that rings',
    change: set('RemindersDueTopic', 'TopicName', 'other'),
    noticedBy: [
      'the outputs name the topic to subscribe to and the queue for what a subscriber did not take',
    ],
  },
  {
    what: 'a metric filter misspells a message',
    change: set('CrashesMetric', 'FilterPattern', '{ $.message = "EXECUTION_CRASHED" }'),
    noticedBy: ['each metric filter counts the lines that it is for, and no other'],
  },
  {
    what: 'a metric filter reads a field that the lines it counts do not have',
    change: set('DurationMetric', 'MetricTransformations.0.MetricValue', '$.duration'),
    noticedBy: ['each metric takes its value and dimensions from fields of the lines that it counts'],
  },
  {
    what: 'a query reads a field that no line has',
    change: set('OneTraceQuery', 'QueryString', 'fields outcome | filter trace_id = "{{trace_id}}"'),
    noticedBy: ['each saved query reads fields that the log has'],
  },
  {
    what: 'a query forgets its parameter',
    change: set('SlowestQuery', 'QueryString', 'fields duration_ms | sort duration_ms desc'),
    noticedBy: ['each saved query reads fields that the log has'],
  },
  {
    what: 'the dashboard leaves out an alarm',
    change: set('CrashAlarm', 'AlarmName', 'workflow-executor-prod-crashes'),
    noticedBy: ['the dashboard shows every alarm and every metric of the service'],
  },
  {
    what: 'an alarm tells nobody',
    change: set('LatencyAlarm', 'AlarmActions', []),
    noticedBy: ['every alarm goes to the alarms topic, and so does its end'],
  },
  {
    what: 'an alarm is not in the runbook',
    change: set('LatencyAlarm', 'AlarmDescription', 'Slow. RUNBOOK.md#slow'),
    noticedBy: ['every alarm has its entry in the runbook, and the runbook none but those'],
  },
  {
    what: 'an alarm rings too late',
    change: set('DurationAlarm', 'Threshold', 9000),
    noticedBy: ['every alarm reads the metrics that it is for, and rings where it should and not before'],
  },
  {
    what: 'an alarm rings too early',
    change: set('ServerErrorRateAlarm', 'Threshold', 1),
    noticedBy: ['every alarm reads the metrics that it is for, and rings where it should and not before'],
  },
  {
    what: 'an alarm reads a metric that AWS does not have',
    change: set('RemindersDroppedAlarm', 'MetricName', 'DroppedInvocations'),
    noticedBy: ['every alarm reads the metrics that it is for, and rings where it should and not before'],
  },
  {
    what: 'an alarm forgets one of the operations it adds up',
    change: set('StoreSystemErrorsAlarm', 'Metrics.0.Expression', 'FILL(puts, 0) + FILL(gets, 0)'),
    noticedBy: ['every alarm reads the metrics that it is for, and rings where it should and not before'],
  },
  {
    what: 'a metric is renamed and its alarm is not',
    change: set('CrashesMetric', 'MetricTransformations.0.MetricName', 'Crash'),
    noticedBy: [
      'every alarm on the log reads a metric that a filter makes',
      'the dashboard shows every alarm and every metric of the service',
    ],
  },
  {
    what: 'a piece is not listed in serverless.yml',
    change: (resources) => Reflect.deleteProperty(resources, 'SkipsMetric'),
    noticedBy: ['every piece in scripts/deploy is listed in serverless.yml'],
  },
];

export const lineMutations: readonly LineMutation[] = [
  ...['error_code', 'action_type', 'duration_ms', 'message'].map((field) => ({
    what: `the log renames ${field}`,
    change: rename(field, `${field}_`),
    noticedBy: [
      'each metric filter counts the lines that it is for, and no other',
      'each saved query reads fields that the log has',
    ],
  })),
  {
    what: 'the log renames trace_id',
    change: rename('trace_id', 'trace'),
    noticedBy: [
      'every line that the function writes has the fields that all must have',
      'each saved query reads fields that the log has',
    ],
  },
  ...['cause', 'cold_start', 'store_calls', 'http_status', 'late_ms', 'delivery', 'due_at'].map((field) => ({
    what: `the log renames ${field}`,
    change: rename(field, `${field}_`),
    noticedBy: ['each saved query reads fields that the log has'],
  })),
];

// Lists the ways in which the template or the log could become wrong, by the assertion that must notice each.
import type { StackTemplate } from '../../support/template.ts';
import type { AssertionTitle } from './assertions.ts';

type MutableFields = Record<string, unknown>;
type StackResources = StackTemplate['Resources'];

/** What becomes wrong, and how. */
type Mutation<Subject> = readonly [what: string, change: (subject: Subject) => unknown];
type ByAssertion<Subject> = Partial<Readonly<Record<AssertionTitle, readonly Mutation<Subject>[]>>>;

/** Sets `properties.path` of the resource `id`; removes it when `value` is undefined. */
const set = (id: string, path: string, value: unknown) => (resources: StackResources) => {
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let inner = resources[id]?.Properties as MutableFields;
  for (const key of keys) inner = inner[key] as MutableFields;
  if (value === undefined) delete inner[last];
  else inner[last] = value;
};

const add = (Type: string, Properties: object) => (resources: StackResources) =>
  Object.assign(resources, { Other: { Type, Properties } });

const logVariable = (variable: string) => (resources: StackResources) => {
  const settings = resources['HttpApiStage']?.Properties['AccessLogSettings'] as MutableFields;
  settings['Format'] = String(settings['Format']).replace('{', `{"word":"${variable}",`);
};

const route = 'HttpApiRoutePostApiWorkflowExecute';
const statement = (index: number): string => `Policies.0.PolicyDocument.Statement.${index}`;
const anyAction = set('FunctionRole', `${statement(2)}.Action`, 'dynamodb:*');
const anyResource = set('ReminderSchedulerRole', `${statement(0)}.Resource`, '*');
const otherRequestId = set('HttpApiStage', 'AccessLogSettings.Format', '{"id":"$context.requestId"}');
const renamedMetric = set('CrashesMetric', 'MetricTransformations.0.MetricName', 'Crash');

export const templateMutations: ByAssertion<StackResources> = {
  'the tables are the two of the service, on demand and keyed as the code reads them': [
    ['a table is keyed by another field', set('TopicsTable', 'KeySchema.0.AttributeName', 'name')],
  ],
  'every table has point-in-time recovery': [
    [
      'a table loses its point-in-time recovery',
      set('ExecutionsTable', 'PointInTimeRecoverySpecification', undefined),
    ],
  ],
  'every table is encrypted with a key of the account': [
    ['a table is no longer encrypted', set('TopicsTable', 'SSESpecification.SSEEnabled', false)],
  ],
  'in prod every table is protected and outlives the stack': [
    [
      'a table is deleted with the stack',
      (resources) => Object.assign(resources['ExecutionsTable'] ?? {}, { DeletionPolicy: 'Delete' }),
    ],
  ],
  'executions expire when retention is set, and only then': [
    [
      'executions expire though no retention was set',
      set('ExecutionsTable', 'TimeToLiveSpecification', { AttributeName: 'expires_at', Enabled: true }),
    ],
  ],
  'there are two roles, each with one policy of its own and none of AWS': [
    [
      'a role gets a policy of AWS',
      set('FunctionRole', 'ManagedPolicyArns', ['arn:aws:iam::aws:policy/PowerUserAccess']),
    ],
  ],
  'the function may do what is written in policies.ts, to the letter': [
    ['a role gains an action *', anyAction],
    ['the function may no longer publish', set('FunctionRole', `${statement(4)}.Action`, 'sns:Subscribe')],
    [
      'Lambda may not fill the queue as the function',
      set('FunctionRole', `${statement(5)}.Resource`, 'arn:aws:sqs:us-east-1:123456789012:other'),
    ],
  ],
  'the scheduler may start that function, publish to that topic, fill that queue, and nothing else': [
    ['a role gains a resource *', anyResource],
    [
      'anyone of the scheduler service may take the role',
      set('ReminderSchedulerRole', 'AssumeRolePolicyDocument.Statement.0.Condition', undefined),
    ],
    [
      'the scheduler may no longer call the function',
      set('ReminderSchedulerRole', `${statement(0)}.Action`, 'lambda:GetFunction'),
    ],
    [
      'the scheduler may no longer publish, for the schedules of version 1.0.0',
      set('ReminderSchedulerRole', 'Policies.0.PolicyDocument.Statement', []),
    ],
  ],
  'no policy has a * where AWS takes something narrower': [
    ['a role gains an action *', anyAction],
    ['a role gains a resource *', anyResource],
  ],
  'only the one route of the one API may call the function': [
    [
      'any route of the API may call the function',
      set('ExecuteLambdaPermissionHttpApi', 'SourceArn', {
        'Fn::Sub': 'arn:aws:execute-api:us-east-1:123456789012:${HttpApi}/*',
      }),
    ],
  ],
  'the authorizer is on every route': [
    ['a route loses its authorizer', set(route, 'AuthorizationType', undefined)],
    ['a route is opened', set(route, 'AuthorizationType', 'NONE')],
  ],
  'a token is accepted only from the issuer and for the audience that were given': [
    [
      'an authorizer is added that no parameter asked for',
      add('AWS::ApiGatewayV2::Authorizer', { AuthorizerType: 'REQUEST' }),
    ],
  ],
  'there is one API and no other way in: no CORS, no function URL, no further trigger': [
    ['the function gets a URL of its own', add('AWS::Lambda::Url', { AuthType: 'NONE' })],
  ],
  'calls are throttled': [
    [
      'calls are no longer throttled',
      set('HttpApiStage', 'DefaultRouteSettings', { DetailedMetricsEnabled: false }),
    ],
  ],
  'the access log is JSON, joins with the function by request id, and says why': [
    ['the access log names the request id differently from the function', otherRequestId],
  ],
  'a line of the access log is the same JSON whatever a caller puts into its call': [
    ['the access log has the path, which a caller chooses', logVariable('$context.path')],
    ['the access log has the user agent, which a caller chooses', logVariable('$context.identity.userAgent')],
    [
      'the access log has the message of an error, which can repeat what was signed',
      logVariable('$context.error.message'),
    ],
    [
      'the access log has the error of the authorizer, which can repeat a token',
      logVariable('$context.authorizer.error'),
    ],
  ],
  'the function runs on Node.js 24 and arm64, for 10 seconds, traced, with the 2.0 payload': [
    ['the function runs on another platform', set('ExecuteLambdaFunction', 'Architectures', ['x86_64'])],
  ],
  'the function gets the variables that its configuration knows, each of them': [
    ['a variable is misspelt', set('ExecuteLambdaFunction', 'Environment.Variables.TOPIC_TABLE', 'x')],
  ],
  'logs are JSON, kept as long as the stage says, and indexed by trace_id': [
    ['a log is kept for good', set('ExecuteLogGroup', 'RetentionInDays', undefined)],
    ['the log is no longer indexed by trace_id', set('ExecuteLogGroup', 'FieldIndexPolicies', undefined)],
  ],
  'reminders have a schedule group, and the function knows its name': [
    ['the schedule group is renamed', set('ReminderScheduleGroup', 'Name', 'other')],
  ],
  'a schedule calls the function itself, and what fails in two more tries or 6 hours goes to the queue': [
    [
      'schedules call another function',
      set('ExecuteLambdaFunction', 'Environment.Variables.REMINDER_TARGET_ARN', 'arn:x'),
    ],
    [
      'reminders are only logged',
      set('ExecuteLambdaFunction', 'Environment.Variables.REMINDER_DELIVERY', 'log'),
    ],
    [
      'a delivery that fails for good is forgotten',
      set('ExecuteLambdaFunction', 'DeadLetterConfig', undefined),
    ],
    ['a failed delivery is not tried again', set('ExecuteLambdaEvConf', 'MaximumRetryAttempts', 0)],
    [
      'a delivery waits only a minute for a free instance',
      set('ExecuteLambdaEvConf', 'MaximumEventAgeInSeconds', 60),
    ],
    ['the tries are those of a version', set('ExecuteLambdaEvConf', 'Qualifier', '1')],
    [
      'concurrency is reserved though no parameter asked for it',
      set('ExecuteLambdaFunction', 'ReservedConcurrentExecutions', 1),
    ],
  ],
  'only the function and the scheduler publish reminders, only CloudWatch alarms, and only that topic fills its queue':
    [
      [
        'the topic no longer admits the function',
        set('RemindersDueTopicPolicy', 'PolicyDocument.Statement.0.Effect', 'Deny'),
      ],
      [
        'anyone may publish reminders',
        set('RemindersDueTopicPolicy', 'PolicyDocument.Statement.0.Principal', '*'),
      ],
    ],
  'both queues are encrypted and keep a message for 14 days, and the reminders topic is encrypted': [
    ['a queue is not encrypted', set('SubscriptionDeadLetterQueue', 'SqsManagedSseEnabled', false)],
  ],
  'nobody is subscribed to a topic where no setting names anyone': [
    [
      'someone is subscribed to due reminders',
      add('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'a@example.com' }),
    ],
    [
      'someone is subscribed to the alarms',
      set('AlarmsTopic', 'Subscription', [{ Protocol: 'email', Endpoint: 'a@example.com' }]),
    ],
  ],
  'the outputs name the topic to subscribe to and the queue for what a subscriber did not take': [
    [
      'the topic to subscribe to is not the one to which reminders are delivered',
      set('RemindersDueTopic', 'TopicName', 'other'),
    ],
  ],
  'every resource in scripts/deploy is listed in serverless.yml': [
    ['a resource is not listed', (resources) => Reflect.deleteProperty(resources, 'SkipsMetric')],
  ],
  'each metric filter counts the lines that it is for, and no other': [
    [
      'a delivery that another invocation has claimed is counted as failed',
      set('RemindersNotDeliveredMetric', 'FilterPattern', '{ $.message = "REMINDER_FAILED" }'),
    ],
    [
      'the answer to a refused action is counted each time that it is given',
      set('AdapterRejectedMetric', 'FilterPattern', '{ $.error_code = "adapter_rejected" }'),
    ],
    [
      'a dry run is counted as an execution',
      set('ExecutionsMetric', 'FilterPattern', '{ $.message = "EXECUTION_*" && $.action_type = "*" }'),
    ],
    [
      'a metric filter misspells a message',
      set('CrashesMetric', 'FilterPattern', '{ $.message = "EXECUTION_CRASHED" }'),
    ],
  ],
  'each metric takes its value and dimensions from fields of the lines that it counts': [
    [
      'a metric filter reads a field that the lines it counts do not have',
      set('DurationMetric', 'MetricTransformations.0.MetricValue', '$.duration'),
    ],
  ],
  'each saved query reads fields that the log has': [
    ['the access log names the request id differently from the function', otherRequestId],
    [
      'a query reads a field that no line has',
      set('OneTraceQuery', 'QueryString', 'fields outcome | filter trace_id = "{{trace_id}}"'),
    ],
    [
      'a query forgets its parameter',
      set('SlowestQuery', 'QueryString', 'fields duration_ms | sort duration_ms desc'),
    ],
  ],
  'the dashboard shows every alarm and every metric of the service': [
    ['the dashboard leaves out an alarm', set('CrashAlarm', 'AlarmName', 'workflow-executor-prod-crashes')],
    ['a metric is renamed and the dashboard is not', renamedMetric],
  ],
  'every alarm goes to the alarms topic, and so does its end': [
    ['an alarm notifies nobody', set('LatencyAlarm', 'AlarmActions', [])],
    ['the end of an alarm notifies nobody', set('LatencyAlarm', 'OKActions', [])],
  ],
  'every alarm has its entry in the runbook, and the runbook none but those': [
    ['an alarm is not in the runbook', set('LatencyAlarm', 'AlarmDescription', 'Slow. RUNBOOK.md#slow')],
  ],
  'every alarm reads the metrics that it is for, and goes off where it should and not before': [
    [
      'an alarm waits for the last try of the scheduler',
      set('ReminderTargetErrorsAlarm', 'Metrics.0.Expression', 'FILL(errors, 0) + FILL(throttled, 0)'),
    ],
    ['an alarm goes off too late', set('DurationAlarm', 'Threshold', 9000)],
    ['an alarm goes off too early', set('ServerErrorRateAlarm', 'Threshold', 1)],
    ['an alarm goes off without data', set('CrashAlarm', 'TreatMissingData', 'breaching')],
    ['an alarm compares the other way', set('CrashAlarm', 'ComparisonOperator', 'LessThanThreshold')],
    [
      'an alarm reads a metric that AWS does not have',
      set('RemindersDroppedAlarm', 'MetricName', 'DroppedInvocations'),
    ],
    [
      'an alarm forgets one of the operations that it adds up',
      set('StoreSystemErrorsAlarm', 'Metrics.0.Expression', 'FILL(puts, 0) + FILL(gets, 0)'),
    ],
  ],
  'every alarm on the log reads a metric that a filter makes': [
    ['a metric is renamed and its alarm is not', renamedMetric],
  ],
};

const renames = (...fields: readonly string[]): Mutation<MutableFields>[] =>
  fields.map((field) => [
    `the log renames ${field}`,
    (line) => {
      line[`${field}_`] = line[field];
      delete line[field];
    },
  ]);

/** Changes of every line of the log. */
export const lineMutations: ByAssertion<MutableFields> = {
  'every line that the function writes has the fields that all must have': renames('trace_id'),
  'each metric filter counts the lines that it is for, and no other': renames(
    'error_code',
    'action_type',
    'duration_ms',
    'message',
  ),
  'each saved query reads fields that the log has': renames(
    'error_code',
    'action_type',
    'duration_ms',
    'message',
    'trace_id',
    'cause',
    'adapter',
    'cold_start',
    'store_calls',
    'http_status',
    'late_ms',
    'delivery',
    'due_at',
  ),
};

/** Sets of actions that the function could request. */
export const actionMutations: ByAssertion<Set<string>> = {
  'the function requests of AWS only what its role allows, and all of it': [
    ['the function requests more', (actions) => actions.add('dynamodb:Scan')],
    ['the function requests less', (actions) => actions.delete('sns:Publish')],
  ],
};

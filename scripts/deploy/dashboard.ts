// The dashboard: what an engineer looks at first, from the alarms down to the last failures, one question a row. CloudFormation replaces
// `${X}` in its text.

import { alarmNames } from './alarms.ts';

type GraphLine = readonly unknown[];

/** Lines of one namespace: a metric's name, its label, and what else is to be shown of it. */
const linesOf =
  (namespace: string, ...dimensions: readonly string[]) =>
  (metric: string, label: string, show: object = {}): GraphLine => [
    namespace,
    metric,
    ...dimensions,
    { label, ...show },
  ];
const service = linesOf('${self:custom.metricNamespace}');
const api = linesOf('AWS/ApiGateway', 'ApiId', '${HttpApi}');
const lambda = linesOf('AWS/Lambda', 'FunctionName', '${ExecuteLambdaFunction}');
const table = linesOf('AWS/DynamoDB', 'TableName', '${ExecutionsTable}');
const put = linesOf('AWS/DynamoDB', 'TableName', '${ExecutionsTable}', 'Operation', 'PutItem');
const scheduler = linesOf('AWS/Scheduler', 'ScheduleGroup', '${self:custom.scheduleGroup}');
const topic = linesOf('AWS/SNS', 'TopicName', '${RemindersDueTopic.TopicName}');
const messagesIn = (queue: string, label: string): GraphLine =>
  linesOf('AWS/SQS', 'QueueName', `\${${queue}.QueueName}`)('ApproximateNumberOfMessagesVisible', label, {
    stat: 'Maximum',
  });

const red = { color: '#d62728' };

/** An area for each value that a dimension has had; the label is that value. */
const each = (dimensions: string, metric: string) => ({
  metrics: [
    [
      {
        expression: `SEARCH('{"\${self:custom.metricNamespace}",${dimensions}} MetricName="${metric}"', 'Sum', 60)`,
        id: metric.toLowerCase(),
        label: '',
      },
    ],
  ],
  stacked: true,
});

/** By title, three side by side. */
const graphs: Readonly<Record<string, readonly GraphLine[] | ReturnType<typeof each>>> = {
  'What was done, by action and outcome': each('action_type,status', 'Executions'),
  'Failures by code': each('error_code', 'Failures'),
  'Calls and what callers saw': [api('Count', 'calls'), api('4xx', '4xx'), api('5xx', '5xx', red)],

  'Latency at the gateway, ms': [
    api('Latency', 'p50', { stat: 'p50' }),
    api('Latency', 'p99', { stat: 'p99' }),
  ],
  'Duration of the request in the function, ms': [
    service('Duration', 'p50', { stat: 'p50' }),
    service('Duration', 'p99', { stat: 'p99' }),
    service('Duration', 'longest', { stat: 'Maximum' }),
  ],
  'Replays, skips, dry runs, crashes': [
    service('Replays', 'replays'),
    service('Skips', 'skips'),
    service('DryRuns', 'dry runs'),
    service('Crashes', 'crashes', red),
  ],

  Function: [
    lambda('Invocations', 'invocations'),
    lambda('Errors', 'errors', red),
    lambda('Throttles', 'throttles'),
    lambda('ConcurrentExecutions', 'at once', { stat: 'Maximum', yAxis: 'right' }),
  ],
  'Store: units and latency': [
    table('ConsumedWriteCapacityUnits', 'write units'),
    table('ConsumedReadCapacityUnits', 'read units'),
    put('SuccessfulRequestLatency', 'put p99, ms', { stat: 'p99', yAxis: 'right' }),
  ],
  'Store: faults': [
    service('StoreUnavailable', 'store_unavailable'),
    table('WriteThrottleEvents', 'write throttles'),
    table('ReadThrottleEvents', 'read throttles'),
    put('SystemErrors', 'system errors, put'),
  ],

  'Outside systems: done, by adapter': each('adapter', 'AdapterSuccesses'),
  'Outside systems: failures by adapter and cause': each('adapter,cause', 'AdapterFailures'),
  'Outside systems: what callers got': [
    service('AdapterUnavailable', 'adapter_unavailable'),
    service('AdapterRejected', 'adapter_rejected', red),
  ],

  'Reminders: delivery': [
    service('RemindersDelivered', 'delivered'),
    service('RemindersNotDelivered', 'failed tries', red),
    lambda('AsyncEventAge', 'waited for room, ms', { stat: 'Maximum', yAxis: 'right' }),
  ],
  'Reminders: starting deliveries': [
    scheduler('InvocationAttemptCount', 'attempts'),
    scheduler('TargetErrorCount', 'refused'),
    scheduler('TargetErrorThrottledCount', 'throttled'),
    scheduler('InvocationThrottleCount', 'over the quota'),
    scheduler('InvocationDroppedCount', 'dropped', red),
  ],
  'Reminders: not arrived, waiting in': [
    messagesIn('ReminderDeadLetterQueue', 'reminders'),
    messagesIn('SubscriptionDeadLetterQueue', 'publications'),
  ],

  'Reminders: given up': [
    lambda('AsyncEventsDropped', 'by Lambda'),
    lambda('DeadLetterErrors', 'lost to the queue', red),
  ],
  'Reminders: subscribers': [
    topic('NumberOfNotificationsDelivered', 'taken'),
    topic('NumberOfNotificationsFailed', 'failed', red),
  ],
};

const place = (x: number, y: number, width: number, height: number) => ({ x, y, width, height });

const widgets = [
  {
    type: 'text',
    ...place(0, 0, 24, 1),
    properties: {
      markdown:
        '**${self:custom.name}** · A red alarm names its section of RUNBOOK.md · A trace_id in hand: Logs Insights, saved query *${self:custom.name}/one trace*',
    },
  },
  {
    type: 'alarm',
    ...place(0, 1, 24, 3),
    properties: {
      title: 'Alarms',
      alarms: alarmNames.map(
        (name) =>
          `arn:\${AWS::Partition}:cloudwatch:\${AWS::Region}:\${AWS::AccountId}:alarm:\${self:custom.name}-${name}`,
      ),
    },
  },
  ...Object.entries(graphs).map(([title, shown], index) => ({
    type: 'metric',
    ...place(8 * (index % 3), 4 + 6 * Math.floor(index / 3), 8, 6),
    properties: {
      title,
      view: 'timeSeries',
      region: '${AWS::Region}',
      period: 60,
      stat: 'Sum',
      yAxis: { left: { min: 0 } },
      ...('stacked' in shown ? shown : { metrics: shown }),
    },
  })),
  {
    type: 'log',
    ...place(0, 40, 24, 7),
    properties: {
      title: 'Last failures',
      view: 'table',
      region: '${AWS::Region}',
      query:
        'SOURCE \'${ExecuteLogGroup}\' | fields @timestamp, message, trace_id, error_code, http_status, action_type, adapter, cause, duration_ms | filter message in ["EXECUTION_FAILED", "REMINDER_FAILED"] | sort @timestamp desc | limit 50',
    },
  },
];

export const dashboard = {
  Dashboard: {
    Type: 'AWS::CloudWatch::Dashboard',
    Properties: {
      DashboardName: '${self:custom.name}',
      DashboardBody: { 'Fn::Sub': JSON.stringify({ start: '-PT3H', widgets }) },
    },
  },
};

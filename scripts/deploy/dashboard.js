// Describes the dashboard: what an engineer looks at first, from the alarms down to the last failures, one question a row.
// Plain JavaScript because osls loads it. CloudFormation replaces `${X}` in the text.

/** @typedef {{ resolveVariable: (address: string) => Promise<unknown> }} Context */

const alarms = [
  'function-errors',
  'throttles',
  'duration',
  'crash',
  'server-error-rate',
  'latency',
  'store-unavailable',
  'store-throttles',
  'store-system-errors',
  'adapter-unavailable',
  'adapter-rejected',
  'reminder-target-errors',
  'reminders-not-delivered',
  'deliveries-given-up',
  'notifications-failed',
  'reminder-dead-letters',
  'subscription-dead-letters',
  'reminders-dropped',
];

/** @param {Context} context */
export const body = async ({ resolveVariable }) => {
  const name = String(await resolveVariable('self:custom.name'));
  const namespace = String(await resolveVariable('self:custom.metricNamespace'));
  const group = String(await resolveVariable('self:custom.scheduleGroup'));
  const own = (metric, options) => [namespace, metric, options];
  const api = (metric, options) => ['AWS/ApiGateway', metric, 'ApiId', '${HttpApi}', options];
  const lambda = (metric, options) => [
    'AWS/Lambda',
    metric,
    'FunctionName',
    '${ExecuteLambdaFunction}',
    options,
  ];
  const table = (metric, options) => ['AWS/DynamoDB', metric, 'TableName', '${ExecutionsTable}', options];
  const operation = (metric, which, options) => [
    ...table(metric, undefined).slice(0, 4),
    'Operation',
    which,
    options,
  ];
  const scheduler = (metric, options) => ['AWS/Scheduler', metric, 'ScheduleGroup', group, options];
  const topic = (metric, options) => [
    'AWS/SNS',
    metric,
    'TopicName',
    '${RemindersDueTopic.TopicName}',
    options,
  ];
  const waiting = (queue, options) => [
    'AWS/SQS',
    'ApproximateNumberOfMessagesVisible',
    'QueueName',
    `\${${queue}.QueueName}`,
    options,
  ];
  // A series for each value that a dimension has had; the label is that value.
  const each = (dimensions, metric) => [
    {
      expression: `SEARCH('{"${namespace}",${dimensions}} MetricName="${metric}"', 'Sum', 60)`,
      id: metric.toLowerCase(),
      label: '',
    },
  ];

  const graph = (x, y, title, metrics, properties = {}) => ({
    type: 'metric',
    x,
    y,
    width: 8,
    height: 6,
    properties: {
      title,
      metrics,
      view: 'timeSeries',
      region: '${AWS::Region}',
      period: 60,
      stat: 'Sum',
      yAxis: { left: { min: 0 } },
      ...properties,
    },
  });

  const widgets = [
    {
      type: 'text',
      x: 0,
      y: 0,
      width: 24,
      height: 1,
      properties: {
        markdown: `**${name}** · A red alarm names its section of RUNBOOK.md · A trace_id in hand: Logs Insights, saved query *${name}/one trace*`,
      },
    },
    {
      type: 'alarm',
      x: 0,
      y: 1,
      width: 24,
      height: 3,
      properties: {
        title: 'Alarms',
        alarms: alarms.map(
          (one) =>
            `arn:\${AWS::Partition}:cloudwatch:\${AWS::Region}:\${AWS::AccountId}:alarm:${name}-${one}`,
        ),
      },
    },

    graph(0, 4, 'What was done, by action and outcome', [each('action_type,status', 'Executions')], {
      stacked: true,
    }),
    graph(8, 4, 'Failures by code', [each('error_code', 'Failures')], { stacked: true }),
    graph(16, 4, 'Calls and what callers saw', [
      api('Count', { label: 'calls' }),
      api('4xx', { label: '4xx' }),
      api('5xx', { label: '5xx', color: '#d62728' }),
    ]),

    graph(0, 10, 'Latency at the gateway, ms', [
      api('Latency', { stat: 'p50', label: 'p50' }),
      api('Latency', { stat: 'p99', label: 'p99' }),
    ]),
    graph(8, 10, 'Duration of the request in the function, ms', [
      own('Duration', { stat: 'p50', label: 'p50' }),
      own('Duration', { stat: 'p99', label: 'p99' }),
      own('Duration', { stat: 'Maximum', label: 'longest' }),
    ]),
    graph(16, 10, 'Replays, skips, dry runs, crashes', [
      own('Replays', { label: 'replays' }),
      own('Skips', { label: 'skips' }),
      own('DryRuns', { label: 'dry runs' }),
      own('Crashes', { label: 'crashes', color: '#d62728' }),
    ]),

    graph(0, 16, 'Function', [
      lambda('Invocations', { label: 'invocations' }),
      lambda('Errors', { label: 'errors', color: '#d62728' }),
      lambda('Throttles', { label: 'throttles' }),
      lambda('ConcurrentExecutions', { stat: 'Maximum', label: 'at once', yAxis: 'right' }),
    ]),
    graph(8, 16, 'Store: units and latency', [
      table('ConsumedWriteCapacityUnits', { label: 'write units' }),
      table('ConsumedReadCapacityUnits', { label: 'read units' }),
      operation('SuccessfulRequestLatency', 'PutItem', { stat: 'p99', label: 'put p99, ms', yAxis: 'right' }),
    ]),
    graph(16, 16, 'Store: faults', [
      own('StoreUnavailable', { label: 'store_unavailable' }),
      table('WriteThrottleEvents', { label: 'write throttles' }),
      table('ReadThrottleEvents', { label: 'read throttles' }),
      operation('SystemErrors', 'PutItem', { label: 'system errors, put' }),
    ]),

    graph(0, 22, 'Outside systems: done, by adapter', [each('adapter', 'AdapterSuccesses')], {
      stacked: true,
    }),
    graph(
      8,
      22,
      'Outside systems: failures by adapter and cause',
      [each('adapter,cause', 'AdapterFailures')],
      {
        stacked: true,
      },
    ),
    graph(16, 22, 'Outside systems: what callers got', [
      own('AdapterUnavailable', { label: 'adapter_unavailable' }),
      own('AdapterRejected', { label: 'adapter_rejected', color: '#d62728' }),
    ]),

    graph(0, 28, 'Reminders: delivery', [
      own('RemindersDelivered', { label: 'delivered' }),
      own('RemindersNotDelivered', { label: 'failed tries', color: '#d62728' }),
      lambda('AsyncEventAge', { stat: 'Maximum', label: 'waited for room, ms', yAxis: 'right' }),
    ]),
    graph(8, 28, 'Reminders: starting deliveries', [
      scheduler('InvocationAttemptCount', { label: 'attempts' }),
      scheduler('TargetErrorCount', { label: 'refused' }),
      scheduler('TargetErrorThrottledCount', { label: 'throttled' }),
      scheduler('InvocationThrottleCount', { label: 'over the quota' }),
      scheduler('InvocationDroppedCount', { label: 'dropped', color: '#d62728' }),
    ]),

    graph(16, 28, 'Reminders: not arrived, waiting in', [
      waiting('ReminderDeadLetterQueue', { label: 'reminders', stat: 'Maximum' }),
      waiting('SubscriptionDeadLetterQueue', { label: 'publications', stat: 'Maximum' }),
    ]),
    graph(0, 34, 'Reminders: given up', [
      lambda('AsyncEventsDropped', { label: 'by Lambda' }),
      lambda('DeadLetterErrors', { label: 'lost to the queue', color: '#d62728' }),
    ]),
    graph(8, 34, 'Reminders: subscribers', [
      topic('NumberOfNotificationsDelivered', { label: 'taken' }),
      topic('NumberOfNotificationsFailed', { label: 'failed', color: '#d62728' }),
    ]),

    {
      type: 'log',
      x: 0,
      y: 40,
      width: 24,
      height: 7,
      properties: {
        title: 'Last failures',
        view: 'table',
        region: '${AWS::Region}',
        query:
          'SOURCE \'${ExecuteLogGroup}\' | fields @timestamp, message, trace_id, error_code, http_status, action_type, adapter, cause, duration_ms | filter message in ["EXECUTION_FAILED", "REMINDER_FAILED"] | sort @timestamp desc | limit 50',
      },
    },
  ];
  return { 'Fn::Sub': JSON.stringify({ start: '-PT3H', widgets }) };
};

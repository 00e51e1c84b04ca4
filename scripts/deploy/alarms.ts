// The alarms, each in a row: `duration` is the resource DurationAlarm, and the entry #duration of RUNBOOK.md. An alarm goes off when the
// sum of its metric in one minute is 1 or more; a row says what is different.

import {
  api,
  combine,
  lambda,
  messagesIn,
  scheduler,
  service,
  systemErrors,
  table,
  topic,
  type MetricSource,
} from './alarm-metrics.ts';

type AlarmRow = readonly [
  description: string,
  reads: MetricSource | ReturnType<typeof combine>,
  differences?: object,
];

const rows: Readonly<Record<string, AlarmRow>> = {
  // On the function itself.
  'function-errors': [
    'An invocation failed as a whole (a reminder not delivered, time-out, out of memory, failed start).',
    lambda('Errors'),
  ],
  throttles: ['Lambda had no free concurrency to run a call.', lambda('Throttles')],
  duration: [
    'A call took 8 of the 10 seconds after which Lambda ends it.',
    lambda('Duration'),
    { Statistic: 'Maximum', Threshold: 8000 },
  ],
  crash: ['An error that the code does not expect was caught.', service('Crashes')],

  // On what callers see.
  'server-error-rate': [
    'More than 2 % of the calls in 2 of 5 minutes ended in a 5xx, and at least 2 each minute.',
    combine(
      'rate',
      '5xx, % of calls',
      { errors: api('5xx'), calls: api('Count') },
      // A single failure among few calls is for the crash alarm or the store alarm.
      'IF(errors >= 2, 100 * errors / calls, 0)',
    ),
    { EvaluationPeriods: 5, DatapointsToAlarm: 2, ComparisonOperator: 'GreaterThanThreshold', Threshold: 2 },
  ],
  latency: [
    'One call in a hundred took longer than ${param:latencyP99Ms} ms for 15 minutes.',
    api('Latency'),
    {
      ExtendedStatistic: 'p99',
      // With a handful of calls p99 is the slowest cold start.
      EvaluateLowSampleCountPercentile: 'ignore',
      Period: 300,
      EvaluationPeriods: 3,
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: '${param:latencyP99Ms}',
    },
  ],

  // On the store: what the function could not confirm, and what DynamoDB reports of itself.
  'store-unavailable': [
    'Three calls in five minutes could not be confirmed with the store.',
    service('StoreUnavailable'),
    { Period: 300, Threshold: 3 },
  ],
  'store-throttles': [
    'DynamoDB throttled requests.',
    combine('throttles', 'throttled requests', {
      executionsRead: table('ReadThrottleEvents', 'ExecutionsTable'),
      executionsWrite: table('WriteThrottleEvents', 'ExecutionsTable'),
      topicsRead: table('ReadThrottleEvents', 'TopicsTable'),
    }),
  ],
  'store-system-errors': [
    'DynamoDB answered with errors of its own.',
    combine('systemErrors', 'system errors', {
      puts: systemErrors('ExecutionsTable', 'PutItem'),
      gets: systemErrors('ExecutionsTable', 'GetItem'),
      updates: systemErrors('ExecutionsTable', 'UpdateItem'),
      topicGets: systemErrors('TopicsTable', 'GetItem'),
    }),
  ],

  // On the outside systems that carry out actions: EventBridge Scheduler, a receiver of webhooks, a calendar. One failure is enough: the
  // function repeats what may pass within the call, and few calls may be all there are.
  'adapter-unavailable': [
    'An outside system could not be used to carry out an action.',
    service('AdapterUnavailable'),
    { Period: 300 },
  ],
  'adapter-rejected': [
    'An outside system refused an action for good.',
    service('AdapterRejected'),
    { Period: 300 },
  ],

  // On reminders that were made and not delivered. A failure that is tried again sets off an alarm with its first try: the tries of the
  // scheduler take 24 hours, and until then the dead-letter queue is empty.
  'reminder-target-errors': [
    'The scheduler could not start a delivery, and tries again.',
    combine('failed', 'failed starts', {
      errors: scheduler('TargetErrorCount'),
      throttled: scheduler('TargetErrorThrottledCount'),
      overQuota: scheduler('InvocationThrottleCount'),
    }),
  ],
  'reminders-not-delivered': ['A try to deliver a reminder failed.', service('RemindersNotDelivered')],
  'deliveries-given-up': [
    'Lambda used up the tries of a delivery, or could not keep it in the dead-letter queue.',
    combine('given', 'deliveries given up', {
      dropped: lambda('AsyncEventsDropped'),
      lost: lambda('DeadLetterErrors'),
    }),
  ],
  'notifications-failed': [
    'The topic could not hand a reminder to a subscriber.',
    topic('NumberOfNotificationsFailed'),
  ],
  'reminder-dead-letters': [
    'A reminder was due and was not delivered in any try.',
    messagesIn('ReminderDeadLetterQueue'),
    { Statistic: 'Maximum' },
  ],
  'subscription-dead-letters': [
    'A reminder was published and a subscriber did not take it.',
    messagesIn('SubscriptionDeadLetterQueue'),
    { Statistic: 'Maximum' },
  ],
  'reminders-dropped': ['The scheduler gave up on a reminder.', scheduler('InvocationDroppedCount')],
};

export const alarmNames = Object.keys(rows);

const idOf = (name: string): string =>
  `${name.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())}Alarm`;

export const alarms = Object.fromEntries(
  Object.entries(rows).map(([name, [description, reads, differences = {}]]) => [
    idOf(name),
    {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: {
        AlarmName: `\${self:custom.name}-${name}`,
        AlarmDescription: `${description} RUNBOOK.md#${name}`,
        ...reads,
        ...('Metrics' in reads || 'ExtendedStatistic' in differences ? {} : { Statistic: 'Sum', Period: 60 }),
        EvaluationPeriods: 1,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        Threshold: 1,
        TreatMissingData: 'notBreaching',
        AlarmActions: [{ Ref: 'AlarmsTopic' }],
        OKActions: [{ Ref: 'AlarmsTopic' }],
        ...differences,
      },
    },
  ]),
);

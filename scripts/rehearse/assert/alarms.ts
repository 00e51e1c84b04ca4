// Owns the assertions on the alarms: where each goes, where it is explained, and at which values it rings.

import { rings, type Values } from '../alarm.ts';
import { at, ofType, type Json, textOf } from '../template.ts';
import { differs, type Assertion } from './assertion.ts';
import { ownMetrics } from './metrics.ts';

interface Expectation {
  /** Metrics read, with statistic and period in seconds. */
  readonly reads: readonly string[];
  /** Just enough, in one period or in as many as the alarm wants. */
  readonly ringsAt: Values;
  /** Just not enough. */
  readonly quietAt: Values;
  /** Periods that must ring, of periods looked at. */
  readonly periods: string;
}

const own = (stage: string): string => `workflow-executor/${stage}`;

const expectations = (stage: string): Readonly<Record<string, Expectation>> => {
  const lambda = (metric: string, stat: string, ring: number): Expectation => ({
    reads: [`AWS/Lambda ${metric} FunctionName=workflow-executor-${stage}-execute ${stat} 60`],
    ringsAt: { [`AWS/Lambda ${metric}`]: ring },
    quietAt: { [`AWS/Lambda ${metric}`]: ring - 1 },
    periods: '1/1',
  });
  const log = (metric: string, period: number, ring: number): Expectation => ({
    reads: [`${own(stage)} ${metric} Sum ${period}`],
    ringsAt: { [`${own(stage)} ${metric}`]: ring },
    quietAt: { [`${own(stage)} ${metric}`]: ring - 1 },
    periods: '1/1',
  });
  const queue = (name: string): Expectation => ({
    reads: [
      `AWS/SQS ApproximateNumberOfMessagesVisible QueueName=workflow-executor-${stage}-reminders-${name} Maximum 60`,
    ],
    ringsAt: { 'AWS/SQS ApproximateNumberOfMessagesVisible': 1 },
    quietAt: { 'AWS/SQS ApproximateNumberOfMessagesVisible': 0 },
    periods: '1/1',
  });
  const sum = (namespace: string, dimension: string, metrics: readonly string[]): Expectation => ({
    reads: metrics.map((metric) => `${namespace} ${metric} ${dimension} Sum 60`),
    ringsAt: { [`${namespace} ${metrics.at(-1)}`]: 1 },
    quietAt: Object.fromEntries(metrics.map((metric) => [`${namespace} ${metric}`, 0])),
    periods: '1/1',
  });
  const group = `ScheduleGroup=workflow-executor-${stage}-reminders`;
  const executions = `TableName=workflow-executor-${stage}-executions`;
  const topics = `TableName=workflow-executor-${stage}-topics`;
  const p99 = stage === 'prod' ? 1000 : 1500;
  return {
    FunctionErrorsAlarm: lambda('Errors', 'Sum', 1),
    ThrottlesAlarm: lambda('Throttles', 'Sum', 1),
    DurationAlarm: lambda('Duration', 'Maximum', 8000),
    CrashAlarm: log('Crashes', 60, 1),
    StoreUnavailableAlarm: log('StoreUnavailable', 300, 3),
    RemindersNotMadeAlarm: log('RemindersNotMade', 300, 1),
    ServerErrorRateAlarm: {
      reads: ['AWS/ApiGateway 5xx ApiId=HttpApi Sum 60', 'AWS/ApiGateway Count ApiId=HttpApi Sum 60'],
      ringsAt: { 'AWS/ApiGateway 5xx': 3, 'AWS/ApiGateway Count': 149 },
      quietAt: { 'AWS/ApiGateway 5xx': 3, 'AWS/ApiGateway Count': 150 },
      periods: '2/5',
    },
    LatencyAlarm: {
      reads: ['AWS/ApiGateway Latency ApiId=HttpApi p99 300'],
      ringsAt: { 'AWS/ApiGateway Latency': p99 + 1 },
      quietAt: { 'AWS/ApiGateway Latency': p99 },
      periods: '3/3',
    },
    StoreThrottlesAlarm: {
      reads: [
        `AWS/DynamoDB ReadThrottleEvents ${executions} Sum 60`,
        `AWS/DynamoDB WriteThrottleEvents ${executions} Sum 60`,
        `AWS/DynamoDB ReadThrottleEvents ${topics} Sum 60`,
      ],
      ringsAt: { 'AWS/DynamoDB WriteThrottleEvents': 1 },
      quietAt: { 'AWS/DynamoDB WriteThrottleEvents': 0 },
      periods: '1/1',
    },
    StoreSystemErrorsAlarm: {
      reads: [
        ...['PutItem', 'GetItem', 'UpdateItem'].map(
          (one) => `AWS/DynamoDB SystemErrors ${executions} Operation=${one} Sum 60`,
        ),
        `AWS/DynamoDB SystemErrors ${topics} Operation=GetItem Sum 60`,
      ],
      ringsAt: { 'AWS/DynamoDB SystemErrors Operation=UpdateItem': 1 },
      quietAt: { 'AWS/DynamoDB SystemErrors': 0 },
      periods: '1/1',
    },
    ReminderDeadLettersAlarm: queue('dlq'),
    SubscriptionDeadLettersAlarm: queue('subscription-dlq'),
    RemindersDroppedAlarm: sum('AWS/Scheduler', group, ['InvocationDroppedCount']),
    ReminderTargetErrorsAlarm: sum('AWS/Scheduler', group, [
      'TargetErrorCount',
      'TargetErrorThrottledCount',
      'InvocationThrottleCount',
    ]),
    RemindersNotDeliveredAlarm: log('RemindersNotDelivered', 60, 1),
    DeliveriesGivenUpAlarm: sum('AWS/Lambda', `FunctionName=workflow-executor-${stage}-execute`, [
      'AsyncEventsDropped',
      'DeadLetterErrors',
    ]),
    NotificationsFailedAlarm: sum('AWS/SNS', `TopicName=workflow-executor-${stage}-reminders-due`, [
      'NumberOfNotificationsFailed',
    ]),
  };
};

/** The metrics that an alarm reads, as the table above writes them. */
function metricsRead(alarm: Json): string[] {
  const write = (metric: Json | undefined, stat: unknown, period: unknown): string => {
    const dimensions = (at(metric, 'Dimensions') ?? []) as readonly { Name: string; Value: string }[];
    const names = [
      at(metric, 'Namespace'),
      at(metric, 'MetricName'),
      ...dimensions.map(({ Name, Value }) => `${Name}=${Value}`),
    ];
    return [...names, stat, period].map(String).join(' ');
  };
  const several = at(alarm, 'Metrics') as readonly Json[] | undefined;
  if (several === undefined) {
    return [write(alarm, at(alarm, 'Statistic') ?? at(alarm, 'ExtendedStatistic'), at(alarm, 'Period'))];
  }
  return several
    .map((one) => at(one, 'MetricStat'))
    .filter((one) => one !== undefined)
    .map((one) => write(at(one, 'Metric'), at(one, 'Stat'), at(one, 'Period')));
}

/** The anchor that GitHub gives a heading. */
const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .trim()
    .replaceAll(/\s/g, '-');

export const alarmAssertions: readonly Assertion[] = [
  {
    title: 'every alarm goes to the alarms topic, and so does its end',
    breaches: ({ stack, stage }) =>
      ofType(stack, 'AWS::CloudWatch::Alarm').flatMap(([id, { Properties }]) => {
        const topic = [`arn:aws:sns:us-east-1:123456789012:workflow-executor-${stage}-alarms`];
        return [
          ...differs(`${id} actions`, Properties['AlarmActions'], topic),
          ...differs(`${id} actions at its end`, Properties['OKActions'], topic),
        ];
      }),
  },
  {
    title: 'every alarm has its entry in the runbook, and the runbook none but those',
    breaches: ({ stack, runbook }) => {
      const section = /^## Alarms$([\s\S]*?)(?=^## )/m.exec(runbook)?.[1] ?? '';
      const headings = [...section.matchAll(/^### (.+)$/gm)]
        .map(([, heading]) => anchor(heading ?? ''))
        .toSorted();
      const named = ofType(stack, 'AWS::CloudWatch::Alarm').map(
        ([, { Properties }]) =>
          /RUNBOOK\.md#([\w-]+)$/.exec(textOf(Properties['AlarmDescription']))?.[1] ??
          `${textOf(Properties['AlarmName'])} names none`,
      );
      return differs('the list of entries', headings, named.toSorted());
    },
  },
  {
    title: 'every alarm reads the metrics that it is for, and rings where it should and not before',
    breaches: ({ stack, stage }) => {
      const alarms = ofType(stack, 'AWS::CloudWatch::Alarm');
      const expected = expectations(stage);
      return [
        ...differs(
          'the list of alarms',
          alarms.map(([id]) => id).toSorted(),
          Object.keys(expected).toSorted(),
        ),
        ...alarms.flatMap(([id, { Properties: alarm }]) => {
          const wanted = expected[id];
          if (wanted === undefined) return [];
          const evaluated = Number(alarm['EvaluationPeriods']);
          return [
            ...differs(`${id} reads`, metricsRead(alarm), wanted.reads),
            ...differs(
              `${id} periods`,
              `${Number(alarm['DatapointsToAlarm'] ?? evaluated)}/${evaluated}`,
              wanted.periods,
            ),
            ...differs(
              `${id} rings at ${JSON.stringify(wanted.ringsAt)}`,
              rings(alarm, wanted.ringsAt),
              true,
            ),
            ...differs(
              `${id} rings at ${JSON.stringify(wanted.quietAt)}`,
              rings(alarm, wanted.quietAt),
              false,
            ),
            ...differs(`${id} rings without data`, rings(alarm, {}), false),
          ];
        }),
      ];
    },
  },
  {
    title: 'every alarm on the log reads a metric that a filter makes',
    breaches: ({ stack, stage }) => {
      const made = ownMetrics(stack);
      return ofType(stack, 'AWS::CloudWatch::Alarm').flatMap(([id, { Properties }]) =>
        Properties['Namespace'] === own(stage) &&
        !made.includes(`${own(stage)} ${textOf(Properties['MetricName'])}`)
          ? [`${id} reads ${textOf(Properties['MetricName'])}`]
          : [],
      );
    },
  },
];

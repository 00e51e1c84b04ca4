// Checks the alarms: where each goes, where it is explained, and at which values it goes off.
import { expect } from '@jest/globals';
import { evaluateMath } from '../../support/cloudwatch.ts';
import { arnOf, at, ofType, textOf, type JsonValue, type StackTemplate } from '../../support/template.ts';
import { ownMetrics } from './metrics.ts';
import type { Assertions } from './packaged-stage.ts';

/** Values by metric, named `Namespace Name`, or with a dimension where one alarm reads several: `Namespace Name Operation=PutItem`. */
type MetricValues = Readonly<Record<string, number>>;

type ExpectedAlarm = {
  /** Metrics read, with statistic and period in seconds. */
  readonly reads: readonly string[];
  /** Just enough, in one period or in as many as the alarm wants. */
  readonly goesOffAt: MetricValues;
  /** Just not enough. */
  readonly quietAt: MetricValues;
  /** Periods that must exceed the threshold, of periods evaluated. */
  readonly periods: string;
};

const own = (stage: string): string => `workflow-executor/${stage}`;

const expectedAlarms = (stage: string): Readonly<Record<string, ExpectedAlarm>> => {
  const single = (
    metric: string,
    dimensions: string,
    statistic: string,
    threshold: number,
  ): ExpectedAlarm => ({
    reads: [[metric, dimensions, statistic].filter(Boolean).join(' ')],
    goesOffAt: { [metric]: threshold },
    quietAt: { [metric]: threshold - 1 },
    periods: '1/1',
  });
  const sum = (namespace: string, dimension: string, metrics: readonly string[]): ExpectedAlarm => ({
    reads: metrics.map((metric) => `${namespace} ${metric} ${dimension} Sum 60`),
    goesOffAt: { [`${namespace} ${metrics.at(-1)}`]: 1 },
    quietAt: Object.fromEntries(metrics.map((metric) => [`${namespace} ${metric}`, 0])),
    periods: '1/1',
  });
  const name = `workflow-executor-${stage}`;
  const onFunction = `FunctionName=${name}-execute`;
  const group = `ScheduleGroup=${name}-reminders`;
  const executions = `TableName=${name}-executions`;
  const topics = `TableName=${name}-topics`;
  const messages = 'AWS/SQS ApproximateNumberOfMessagesVisible';
  const p99 = stage === 'prod' ? 1000 : 1500;
  return {
    FunctionErrorsAlarm: single('AWS/Lambda Errors', onFunction, 'Sum 60', 1),
    ThrottlesAlarm: single('AWS/Lambda Throttles', onFunction, 'Sum 60', 1),
    DurationAlarm: single('AWS/Lambda Duration', onFunction, 'Maximum 60', 8000),
    CrashAlarm: single(`${own(stage)} Crashes`, '', 'Sum 60', 1),
    StoreUnavailableAlarm: single(`${own(stage)} StoreUnavailable`, '', 'Sum 300', 3),
    AdapterUnavailableAlarm: single(`${own(stage)} AdapterUnavailable`, '', 'Sum 300', 1),
    AdapterRejectedAlarm: single(`${own(stage)} AdapterRejected`, '', 'Sum 300', 1),
    RemindersNotDeliveredAlarm: single(`${own(stage)} RemindersNotDelivered`, '', 'Sum 60', 1),
    ServerErrorRateAlarm: {
      reads: ['AWS/ApiGateway 5xx ApiId=HttpApi Sum 60', 'AWS/ApiGateway Count ApiId=HttpApi Sum 60'],
      goesOffAt: { 'AWS/ApiGateway 5xx': 3, 'AWS/ApiGateway Count': 149 },
      quietAt: { 'AWS/ApiGateway 5xx': 3, 'AWS/ApiGateway Count': 150 },
      periods: '2/5',
    },
    LatencyAlarm: {
      reads: ['AWS/ApiGateway Latency ApiId=HttpApi p99 300'],
      goesOffAt: { 'AWS/ApiGateway Latency': p99 + 1 },
      quietAt: { 'AWS/ApiGateway Latency': p99 },
      periods: '3/3',
    },
    StoreThrottlesAlarm: {
      reads: [
        `AWS/DynamoDB ReadThrottleEvents ${executions} Sum 60`,
        `AWS/DynamoDB WriteThrottleEvents ${executions} Sum 60`,
        `AWS/DynamoDB ReadThrottleEvents ${topics} Sum 60`,
      ],
      goesOffAt: { 'AWS/DynamoDB WriteThrottleEvents': 1 },
      quietAt: { 'AWS/DynamoDB WriteThrottleEvents': 0 },
      periods: '1/1',
    },
    StoreSystemErrorsAlarm: {
      reads: [
        ...['PutItem', 'GetItem', 'UpdateItem'].map(
          (operation) => `AWS/DynamoDB SystemErrors ${executions} Operation=${operation} Sum 60`,
        ),
        `AWS/DynamoDB SystemErrors ${topics} Operation=GetItem Sum 60`,
      ],
      goesOffAt: { 'AWS/DynamoDB SystemErrors Operation=UpdateItem': 1 },
      quietAt: { 'AWS/DynamoDB SystemErrors': 0 },
      periods: '1/1',
    },
    ReminderDeadLettersAlarm: single(messages, `QueueName=${name}-reminders-dlq`, 'Maximum 60', 1),
    SubscriptionDeadLettersAlarm: single(
      messages,
      `QueueName=${name}-reminders-subscription-dlq`,
      'Maximum 60',
      1,
    ),
    RemindersDroppedAlarm: sum('AWS/Scheduler', group, ['InvocationDroppedCount']),
    ReminderTargetErrorsAlarm: sum('AWS/Scheduler', group, [
      'TargetErrorCount',
      'TargetErrorThrottledCount',
      'InvocationThrottleCount',
    ]),
    DeliveriesGivenUpAlarm: sum('AWS/Lambda', onFunction, ['AsyncEventsDropped', 'DeadLetterErrors']),
    NotificationsFailedAlarm: sum('AWS/SNS', `TopicName=${name}-reminders-due`, [
      'NumberOfNotificationsFailed',
    ]),
  };
};

const alarmsOf = (stack: StackTemplate): [string, JsonValue][] =>
  ofType(stack, 'AWS::CloudWatch::Alarm').map(([id, { Properties }]) => [id, Properties]);

const metricsOf = (alarm: JsonValue): readonly JsonValue[] =>
  (at(alarm, 'Metrics') ?? []) as readonly JsonValue[];

function dimensionsOf(metric: JsonValue | undefined): string[] {
  const dimensions = (at(metric, 'Dimensions') ?? []) as readonly { Name: string; Value: string }[];
  return dimensions.map(({ Name, Value }) => `${Name}=${Value}`);
}

const nameOf = (metric: JsonValue | undefined): string =>
  `${textOf(at(metric, 'Namespace'))} ${textOf(at(metric, 'MetricName'))}`;

/** The metrics that an alarm reads, as the table above writes them. */
function metricsRead(alarm: JsonValue): string[] {
  const write = (
    metric: JsonValue | undefined,
    statistic: JsonValue | undefined,
    period: JsonValue | undefined,
  ): string => [nameOf(metric), ...dimensionsOf(metric), textOf(statistic), textOf(period)].join(' ');
  if (at(alarm, 'Metrics') === undefined)
    return [write(alarm, at(alarm, 'Statistic') ?? at(alarm, 'ExtendedStatistic'), at(alarm, 'Period'))];
  return metricsOf(alarm)
    .map((one) => at(one, 'MetricStat'))
    .filter((one) => one !== undefined)
    .map((one) => write(at(one, 'Metric'), at(one, 'Stat'), at(one, 'Period')));
}

/** Whether an alarm goes off when each of its periods shows `values`. A metric without a value has no data. */
function goesOff(alarm: JsonValue, values: MetricValues): boolean {
  const valueOf = (metric: JsonValue | undefined): number => {
    const name = nameOf(metric);
    const names = [name, ...dimensionsOf(metric).map((dimension) => `${name} ${dimension}`)];
    return names.map((one) => values[one]).findLast((value) => value !== undefined) ?? Number.NaN;
  };
  const calculated = (): number => {
    const returned = metricsOf(alarm).filter((one) => at(one, 'ReturnData') === true);
    expect(returned).toHaveLength(1);
    const inputs = metricsOf(alarm).map((one): [string, number] => [
      textOf(at(one, 'Id')),
      valueOf(at(one, 'MetricStat.Metric')),
    ]);
    return evaluateMath(textOf(at(returned[0], 'Expression')), Object.fromEntries(inputs));
  };
  const value = at(alarm, 'Metrics') === undefined ? valueOf(alarm) : calculated();
  if (Number.isNaN(value)) return at(alarm, 'TreatMissingData') === 'breaching';
  const operator = textOf(at(alarm, 'ComparisonOperator'));
  expect(operator).toMatch(/^GreaterThan(?:OrEqualTo)?Threshold$/);
  const threshold = Number(at(alarm, 'Threshold'));
  return operator === 'GreaterThanThreshold' ? value > threshold : value >= threshold;
}

/** The anchor that GitHub gives a heading. */
const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .trim()
    .replaceAll(/\s/g, '-');

export const alarmAssertions = {
  'every alarm goes to the alarms topic, and so does its end': ({ stack, stage }) => {
    const topic = [arnOf('sns', `workflow-executor-${stage}-alarms`)];
    for (const [, alarm] of alarmsOf(stack))
      expect(alarm).toMatchObject({ AlarmActions: topic, OKActions: topic });
  },
  'every alarm has its entry in the runbook, and the runbook none but those': ({ stack, runbook }) => {
    const section = /^## Alarms$([\s\S]*?)(?=^## )/m.exec(runbook)?.[1] ?? '';
    const headings = [...section.matchAll(/^### (.+)$/gm)].map(([, heading = '']) => anchor(heading));
    const named = alarmsOf(stack).map(
      ([, alarm]) => /RUNBOOK\.md#([\w-]+)$/.exec(textOf(at(alarm, 'AlarmDescription')))?.[1] ?? 'none',
    );
    expect(headings.toSorted()).toEqual(named.toSorted());
  },
  'every alarm reads the metrics that it is for, and goes off where it should and not before': ({
    stack,
    stage,
  }) => {
    const expected = expectedAlarms(stage);
    const found = alarmsOf(stack).map(([id, alarm]): [string, object] => {
      const { goesOffAt = {}, quietAt = {} } = expected[id] ?? {};
      const evaluated = Number(at(alarm, 'EvaluationPeriods'));
      const needed = Number(at(alarm, 'DatapointsToAlarm') ?? evaluated);
      return [
        id,
        {
          reads: metricsRead(alarm),
          periods: `${needed}/${evaluated}`,
          goesOff: [goesOffAt, quietAt, {}].map((values) => goesOff(alarm, values)),
        },
      ];
    });
    const wanted = Object.entries(expected).map(([id, { reads, periods }]): [string, object] => [
      id,
      { reads, periods, goesOff: [true, false, false] },
    ]);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(wanted));
  },
  'every alarm on the log reads a metric that a filter makes': ({ stack, stage }) => {
    const read = alarmsOf(stack)
      .filter(([, alarm]) => at(alarm, 'Namespace') === own(stage))
      .map(([, alarm]) => nameOf(alarm));
    expect(ownMetrics(stack)).toEqual(expect.arrayContaining(read));
  },
} satisfies Assertions;

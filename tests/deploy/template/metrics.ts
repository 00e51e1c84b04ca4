// Checks metric filters, saved queries and the dashboard against the lines that the function really writes.
import { expect } from '@jest/globals';
import { fieldsOf, readPattern } from '../../support/cloudwatch.ts';
import {
  at,
  isList,
  ofType,
  propertyOf,
  textOf,
  type JsonValue,
  type StackTemplate,
} from '../../support/template.ts';
import { accessLogFields } from './api.ts';
import type { Assertions } from './packaged-stage.ts';

const failing = [
  'conflict',
  'crash',
  'dry-run-untitled',
  'meeting-refused',
  'no-json',
  'scheduler-down',
  'scheduler-no',
  'store-down',
  'unknown-action',
  'unknown-topic',
  'untitled',
];
const replayed = ['meeting-refused-again', 'replay'];
const succeeding = [
  'documented',
  'meeting',
  'reminder',
  'reminder-held',
  'reminder-now',
  'reminder-topic-down',
  'task',
];
/** Which calls each filter counts, by their names in function-log.ts. */
const counted = {
  // Those of a known action only: `unknown-action` would make a metric of the caller's word, `no-json` has none.
  ExecutionsMetric: [...failing, ...succeeding, ...replayed]
    .filter((name) => name !== 'unknown-action' && name !== 'no-json')
    .toSorted(),
  FailuresMetric: failing,
  ReplaysMetric: replayed,
  SkipsMetric: ['skip'],
  DryRunsMetric: ['dry-run'],
  // Of every request that was answered, whatever came of it.
  DurationMetric: [...failing, ...succeeding, ...replayed, 'dry-run', 'skip'].toSorted(),
  CrashesMetric: ['crash'],
  StoreUnavailableMetric: ['store-down'],
  AdapterUnavailableMetric: ['scheduler-down', 'scheduler-no'],
  AdapterRejectedMetric: ['meeting-refused'],
  AdapterFailuresMetric: ['meeting-refused', 'scheduler-down', 'scheduler-no'],
  AdapterSuccessesMetric: ['meeting', 'reminder', 'reminder-held', 'reminder-now', 'reminder-topic-down'],
  RemindersDeliveredMetric: ['delivered'],
  // Not `held`: another invocation makes that delivery.
  RemindersNotDeliveredMetric: ['topic-down'],
};

const filtersOf = (stack: StackTemplate) => ofType(stack, 'AWS::Logs::MetricFilter');
const countedBy = (filter: { readonly [key: string]: JsonValue }, lines: readonly JsonValue[]): JsonValue[] =>
  lines.filter(readPattern(textOf(filter['FilterPattern'])));

/** `Namespace Name` of each metric that the stack's filters make. */
export function ownMetrics(stack: StackTemplate): string[] {
  return filtersOf(stack).map(([, { Properties }]) => {
    const made = at(Properties, 'MetricTransformations.0');
    return `${textOf(at(made, 'MetricNamespace'))} ${textOf(at(made, 'MetricName'))}`;
  });
}

/** Field names of `lines`, those inside others with dots. */
function fieldNames(lines: readonly JsonValue[]): Set<string> {
  const names = new Set<string>();
  const visit = (value: JsonValue, prefix: string): void => {
    for (const [key, inner] of Object.entries(value ?? {})) {
      names.add(prefix + key);
      if (typeof inner === 'object') visit(inner as JsonValue, `${prefix}${key}.`);
    }
  };
  for (const line of lines) visit(line, '');
  return names;
}

export const metricAssertions = {
  'every line that the function writes has the fields that all must have': ({ lines }) => {
    for (const line of lines)
      expect(Object.keys(line ?? {})).toEqual(
        expect.arrayContaining(
          'level message timestamp service stage version trace_id request_id'.split(' '),
        ),
      );
  },
  'each metric filter counts the lines that it is for, and no other': ({ stack, lines }) => {
    const counts = filtersOf(stack).map(([id, { Properties }]) => {
      const calls = countedBy(Properties, lines).map((line) => textOf(at(line, 'request_id')));
      return [id, calls.toSorted()];
    });
    expect(Object.fromEntries(counts)).toEqual(counted);
    const log = propertyOf(stack, 'ExecuteLogGroup', 'LogGroupName');
    for (const [, { Properties }] of filtersOf(stack)) expect(Properties['LogGroupName']).toBe(log);
  },
  'each metric takes its value and dimensions from fields of the lines that it counts': ({
    stack,
    lines,
  }) => {
    for (const [, { Properties }] of filtersOf(stack)) {
      const made = at(Properties, 'MetricTransformations.0');
      const value = textOf(at(made, 'MetricValue'));
      const dimensions = (at(made, 'Dimensions') ?? []) as readonly JsonValue[];
      for (const line of countedBy(Properties, lines)) {
        const field = (path: string) => at(line, path.replace('$.', ''));
        if (value.startsWith('$.')) expect(field(value)).toEqual(expect.any(Number));
        for (const dimension of dimensions)
          expect(field(textOf(at(dimension, 'Value')))).toEqual(expect.any(String));
      }
    }
  },
  'each saved query reads fields that the log has': ({ stack, lines }) => {
    const own = fieldNames(lines);
    const access = new Set(accessLogFields(stack));
    const functionLog = propertyOf(stack, 'ExecuteLogGroup', 'LogGroupName');
    for (const [, { Properties }] of ofType(stack, 'AWS::Logs::QueryDefinition')) {
      const groups = Properties['LogGroupNames'] as readonly JsonValue[];
      const query = textOf(Properties['QueryString']);
      const isKnown = (name: string): boolean =>
        groups.some((group) => (group === functionLog ? own : access).has(name));
      expect(fieldsOf(query).filter((name) => !isKnown(name))).toEqual([]);
      const parameters = (Properties['Parameters'] ?? []) as readonly JsonValue[];
      const used = new Set([...query.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name));
      expect([...used]).toEqual(parameters.map((one) => at(one, 'Name')));
    }
  },
  'the dashboard shows every alarm and every metric of the service': ({ stack, stage }) => {
    const body = textOf(propertyOf(stack, 'Dashboard', 'DashboardBody'));
    const widgets = at(JSON.parse(body) as JsonValue, 'widgets') as readonly JsonValue[];
    const shown = widgets.flatMap((one) => (at(one, 'properties.alarms') ?? []) as readonly string[]);
    const alarms = ofType(stack, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) =>
      textOf(Properties['AlarmName']),
    );
    expect(shown.map((arn) => arn.split(':alarm:')[1] ?? arn).toSorted()).toEqual(alarms.toSorted());
    const graphs = widgets.flatMap((one) => (at(one, 'properties.metrics') ?? []) as readonly JsonValue[]);
    const ownShown = graphs.map(metricName).filter((name) => name.startsWith(`workflow-executor/${stage} `));
    expect(new Set(ownShown)).toEqual(new Set(ownMetrics(stack)));
  },
} satisfies Assertions;

/** `Namespace Name` of a metric of a graph, out of a search expression too. */
function metricName(metric: JsonValue): string {
  if (isList(metric) && typeof metric[0] === 'string') return `${metric[0]} ${textOf(metric[1])}`;
  const [, namespace, name] =
    /\{"([^"]+)",[^}]*\} MetricName="([^"]+)"/.exec(textOf(at(metric, '0.expression'))) ?? [];
  return `${String(namespace)} ${String(name)}`;
}

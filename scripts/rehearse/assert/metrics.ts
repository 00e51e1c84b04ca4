// Owns the assertions on metric filters, saved queries and the dashboard, judged by the lines that the function really writes.

import { readPattern } from '../pattern.ts';
import { fieldsOf } from '../query.ts';
import { at, ofType, type Json, textOf, isList } from '../template.ts';
import { accessLogFields } from './api.ts';
import { differs, type Assertion, type Subject } from './assertion.ts';

/** Which of the captured calls each filter counts, by the names that capture.ts gives them. */
const failing = [
  'conflict',
  'crash',
  'no-json',
  'scheduler-down',
  'scheduler-no',
  'store-down',
  'unknown-action',
  'unknown-topic',
  'untitled',
];
const succeeding = [
  'documented',
  'meeting',
  'reminder',
  'reminder-held',
  'reminder-now',
  'reminder-topic-down',
  'replay',
  'task',
];
const counted: Readonly<Record<string, readonly string[]>> = {
  // Those of a known action alone: `unknown-action` would make a metric of the caller's word, `no-json` has none.
  ExecutionsMetric: [...failing, ...succeeding]
    .filter((name) => name !== 'unknown-action' && name !== 'no-json')
    .toSorted(),
  FailuresMetric: failing,
  ReplaysMetric: ['replay'],
  SkipsMetric: ['skip'],
  DurationMetric: [...failing, ...succeeding, 'skip'].toSorted(),
  CrashesMetric: ['crash'],
  StoreUnavailableMetric: ['store-down'],
  RemindersNotMadeMetric: ['scheduler-down', 'scheduler-no'],
  RemindersDeliveredMetric: ['delivered'],
  // Not `held`: that delivery is in another's hands.
  RemindersNotDeliveredMetric: ['topic-down'],
};

/** Field names of `lines`, those inside others with dots. */
function fieldNames(lines: readonly Json[]): Set<string> {
  const names = new Set<string>();
  const visit = (value: Json, prefix: string): void => {
    for (const [key, inner] of Object.entries(value ?? {})) {
      names.add(prefix + key);
      if (typeof inner === 'object') visit(inner as Json, `${prefix}${key}.`);
    }
  };
  for (const line of lines) visit(line, '');
  return names;
}

/** `Namespace Name` of each metric that the stack's filters make. */
export function ownMetrics(stack: Subject['stack']): string[] {
  return ofType(stack, 'AWS::Logs::MetricFilter').map(([, { Properties }]) => {
    const made = at(Properties, 'MetricTransformations.0');
    return `${textOf(at(made, 'MetricNamespace'))} ${textOf(at(made, 'MetricName'))}`;
  });
}

export const metricAssertions: readonly Assertion[] = [
  {
    title: 'every line that the function writes has the fields that all must have',
    breaches: ({ lines }) =>
      lines.flatMap((line) =>
        ['level', 'message', 'timestamp', 'service', 'stage', 'version', 'trace_id', 'request_id']
          .filter((name) => at(line, name) === undefined)
          .map((name) => `a line ${textOf(at(line, 'message'))} lacks ${name}`),
      ),
  },
  {
    title: 'each metric filter counts the lines that it is for, and no other',
    breaches: ({ stack, lines }) => {
      const filters = ofType(stack, 'AWS::Logs::MetricFilter');
      return [
        ...differs(
          'the list of filters',
          filters.map(([id]) => id).toSorted(),
          Object.keys(counted).toSorted(),
        ),
        ...filters.flatMap(([id, { Properties }]) => {
          const test = readPattern(textOf(Properties['FilterPattern']));
          const calls = lines.filter(test).map((line) => textOf(at(line, 'request_id')));
          return [
            ...differs(`${id} counts`, calls.toSorted(), counted[id]),
            ...differs(
              `${id} reads`,
              Properties['LogGroupName'],
              at(stack.Resources['ExecuteLogGroup'] as never, 'Properties.LogGroupName'),
            ),
          ];
        }),
      ];
    },
  },
  {
    title: 'each metric takes its value and dimensions from fields of the lines that it counts',
    breaches: ({ stack, lines }) =>
      ofType(stack, 'AWS::Logs::MetricFilter').flatMap(([id, { Properties }]) => {
        const matching = lines.filter(readPattern(textOf(Properties['FilterPattern'])));
        const made = at(Properties, 'MetricTransformations.0');
        const value = textOf(at(made, 'MetricValue'));
        const dimensions = (at(made, 'Dimensions') ?? []) as readonly Json[];
        const wrong = (path: string, type: string): boolean =>
          matching.some((line) => typeof at(line, path.slice(2)) !== type);
        return [
          ...(value.startsWith('$.') && wrong(value, 'number')
            ? [`${id}: ${value} is not always a number`]
            : []),
          ...dimensions
            .map((one) => textOf(at(one, 'Value')))
            .filter((path) => wrong(path, 'string'))
            .map((path) => `${id}: ${path} is not always a text`),
        ];
      }),
  },
  {
    title: 'each saved query reads fields that the log has',
    breaches: ({ stack, lines }) => {
      const own = fieldNames(lines);
      const access = new Set(accessLogFields(stack));
      const functionLog = at(stack.Resources['ExecuteLogGroup'] as never, 'Properties.LogGroupName');
      return ofType(stack, 'AWS::Logs::QueryDefinition').flatMap(([id, { Properties }]) => {
        const groups = Properties['LogGroupNames'] as readonly Json[];
        const known = (name: string): boolean =>
          groups.some((group) => (group === functionLog ? own : access).has(name));
        const query = textOf(Properties['QueryString']);
        const parameters = ((Properties['Parameters'] ?? []) as readonly Json[]).map((one) =>
          textOf(at(one, 'Name')),
        );
        const used = [...query.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name);
        return [
          ...fieldsOf(query)
            .filter((name) => !known(name))
            .map((name) => `${id} reads ${name}, which no line has`),
          ...differs(`${id} parameters`, [...new Set(used)], parameters),
        ];
      });
    },
  },
  {
    title: 'the dashboard shows every alarm and every metric of the service',
    breaches: ({ stack, stage }) => {
      const body = textOf(at(stack.Resources['Dashboard'] as never, 'Properties.DashboardBody'));
      const widgets = at(JSON.parse(body) as Json, 'widgets') as readonly Json[];
      const shown = widgets.flatMap((one) => (at(one, 'properties.alarms') ?? []) as readonly string[]);
      const alarms = ofType(stack, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) =>
        textOf(Properties['AlarmName']),
      );
      const metrics = widgets.flatMap((one) => (at(one, 'properties.metrics') ?? []) as readonly Json[]);
      const named = metrics.map((metric) =>
        isList(metric) && typeof metric[0] === 'string'
          ? `${textOf(metric[0])} ${textOf(metric[1])}`
          : searched(metric),
      );
      const own = ownMetrics(stack);
      return [
        ...differs(
          'the list of alarms',
          shown.map((arn) => arn.split(':alarm:')[1] ?? arn).toSorted(),
          alarms.toSorted(),
        ),
        ...own.filter((name) => !named.includes(name)).map((name) => `${name} is not shown`),
        ...named
          .filter((name) => name.startsWith(`workflow-executor/${stage} `) && !own.includes(name))
          .map((name) => `${name} is shown, and no filter makes it`),
      ];
    },
  },
];

/** `Namespace Name` out of a search expression. */
function searched(metric: Json): string {
  const found = /\{"([^"]+)",[^}]*\} MetricName="([^"]+)"/.exec(textOf(at(metric, '0.expression')));
  return found ? `${String(found[1])} ${String(found[2])}` : JSON.stringify(metric);
}

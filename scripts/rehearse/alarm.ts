// Owns telling whether an alarm of the template would ring at given values: its comparison, and the little of metric math in use.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html

import { at, type Json, textOf } from './template.ts';

/** Values by metric, named `Namespace Name`, or with its dimensions where one alarm reads several: `Namespace Name Operation=PutItem`. */
export type Values = Readonly<Record<string, number>>;

function metricNames(metric: Json | undefined): string[] {
  const plain = `${textOf(at(metric, 'Namespace'))} ${textOf(at(metric, 'MetricName'))}`;
  const dimensions = (at(metric, 'Dimensions') ?? []) as readonly { Name: string; Value: string }[];
  return [plain, ...dimensions.map(({ Name, Value }) => `${plain} ${Name}=${Value}`)];
}

const valueOf = (metric: Json | undefined, values: Values): number | undefined =>
  metricNames(metric)
    .map((name) => values[name])
    .findLast((value) => value !== undefined);

/** Whether the alarm with these properties rings when each of its periods shows `values`. A metric without a value is missing data. */
export function rings(alarm: Json, values: Values): boolean {
  const value = at(alarm, 'Metrics') === undefined ? valueOf(alarm, values) : mathValue(alarm, values);
  if (value === undefined || Number.isNaN(value)) return at(alarm, 'TreatMissingData') === 'breaching';
  const threshold = Number(at(alarm, 'Threshold'));
  const operator = textOf(at(alarm, 'ComparisonOperator'));
  if (operator === 'GreaterThanThreshold') return value > threshold;
  if (operator === 'GreaterThanOrEqualToThreshold') return value >= threshold;
  throw new Error(`an alarm compares by ${operator}, which is not known here`);
}

function mathValue(alarm: Json, values: Values): number {
  const metrics = (at(alarm, 'Metrics') ?? []) as readonly Json[];
  const byId = new Map(metrics.map((one) => [textOf(at(one, 'Id')), one]));
  const returned = metrics.filter((one) => at(one, 'ReturnData') === true);
  if (returned.length !== 1) throw new Error('an alarm must return exactly one of its metrics');
  return calculate(textOf(at(returned[0], 'Expression')), (id) => {
    const metric = byId.get(id);
    if (metric === undefined) throw new Error(`the expression names ${id}, which is not among the metrics`);
    return valueOf(at(metric, 'MetricStat.Metric'), values) ?? Number.NaN;
  });
}

/** The value of an expression of `+ * / >=`, `IF` and `FILL`; a missing value is NaN. */
export function calculate(expression: string, metric: (id: string) => number): number {
  const tokens = expression.match(/[A-Za-z]\w*|\d+(?:\.\d+)?|>=|[-+*/(),]/g) ?? [];
  let position = 0;
  const take = (wanted: string): boolean => {
    if (tokens[position] !== wanted) return false;
    position += 1;
    return true;
  };
  const expect = (wanted: string): void => {
    if (!take(wanted)) throw new Error(`expected ${wanted} in ${expression}`);
  };
  const comparison = (): number => {
    const left = sum();
    return take('>=') ? Number(left >= sum()) : left;
  };
  const sum = (): number => {
    let total = product();
    while (take('+')) total += product();
    return total;
  };
  const product = (): number => {
    let total = atom();
    for (;;) {
      if (take('*')) total *= atom();
      else if (take('/')) total /= atom();
      else return total;
    }
  };
  const atom = (): number => {
    const word = tokens[position] ?? '';
    position += 1;
    if (/^\d/.test(word)) return Number(word);
    if (word !== 'IF' && word !== 'FILL') return metric(word);
    expect('(');
    const inside = [comparison()];
    while (take(',')) inside.push(comparison());
    expect(')');
    const [first = Number.NaN, second = Number.NaN, third = Number.NaN] = inside;
    if (word === 'FILL') return Number.isNaN(first) ? second : first;
    return first > 0 ? second : third;
  };
  const result = comparison();
  if (position !== tokens.length) throw new Error(`cannot read the expression ${expression}`);
  return result;
}

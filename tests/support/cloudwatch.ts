// Reads what CloudWatch is configured with, as far as this service uses it: filter patterns over JSON lines, the fields of a
// Logs Insights query, and metric math. What it does not know is an error, or a field that no line has; never a silent match.
import { runInNewContext } from 'node:vm';
import { at, type JsonValue } from './template.ts';

const comparison = /\$\.([\w.]+)\s*(?:(!?=)\s*"([^"]*)"|>=\s*(-?\d+(?:\.\d+)?))/g;

/**
 * A test for one parsed log line. Knows `=` and `!=` with a text, in which `*` matches anything, `>=` with a number, `&&`, `||` and brackets.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 *
 * @throws when the pattern holds anything else
 */
export function readPattern(pattern: string): (line: JsonValue) => boolean {
  const inside = /^\{(.*)\}$/s.exec(pattern.trim())?.[1];
  if (inside === undefined) throw new Error(`a filter pattern without its braces: ${pattern}`);
  const test = (line: JsonValue): boolean => {
    const compared = inside.replaceAll(
      comparison,
      (_all, path: string, operator?: string, text?: string, limit?: string) => {
        const value = at(line, path);
        const holds =
          text === undefined
            ? typeof value === 'number' && value >= Number(limit)
            : typeof value === 'string' && wildcard(text).test(value) === (operator === '=');
        return String(holds);
      },
    );
    return isTrue(compared, pattern);
  };
  // An unknown form is noticed at once, and not with the first line.
  test({});
  return test;
}

function wildcard(text: string): RegExp {
  const parts = text.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`, 's');
}

/** The value of a formula of `true`, `false`, `&&`, `||` and brackets. */
function isTrue(formula: string, pattern: string): boolean {
  const innermost = /\(([^()]*)\)/;
  if (innermost.test(formula))
    return isTrue(
      formula.replace(innermost, (_all, inner: string) => String(isTrue(inner, pattern))),
      pattern,
    );
  const values = formula.split('||').map((alternative) =>
    alternative.split('&&').map((word) => {
      if (!/^\s*(?:true|false)\s*$/.test(word)) throw new Error(`the filter pattern ${pattern} is not known`);
      return word.trim() === 'true';
    }),
  );
  return values.some((all) => all.every(Boolean));
}

const queryWords = new Set(
  (
    'fields filter stats sort limit by as and or not in like asc desc ' +
    'count count_distinct sum latest max min floor coalesce ispresent strcontains'
  ).split(' '),
);

/** Names of the fields that a Logs Insights query reads, without the `@` fields, which CloudWatch adds, and the names given by `as`. */
export function fieldsOf(query: string): string[] {
  const bare = query
    .replaceAll(/"[^"]*"/g, ' ')
    .replaceAll(/\/(?:[^/\\]|\\.)*\//g, ' ')
    .replaceAll('count(*)', 'count()');
  const given = new Set([...bare.matchAll(/\bas\s+(\w+)/g)].map(([, name]) => name));
  const names = [...bare.matchAll(/@?[A-Za-z_][\w.]*/g)].map(([name]) => name);
  return [...new Set(names)].filter(
    (name) => !name.startsWith('@') && !queryWords.has(name) && !given.has(name),
  );
}

/**
 * The value of a metric math expression; a missing metric is NaN. Its arithmetic and comparisons are those of JavaScript.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 *
 * @throws when the expression names a metric or a function that is not given
 */
export function evaluateMath(expression: string, metrics: Readonly<Record<string, number>>): number {
  const known = {
    FILL: (value: number, instead: number) => (Number.isNaN(value) ? instead : value),
    IF: (condition: boolean | number, then: number, otherwise: number) =>
      Number(condition) > 0 ? then : otherwise,
  };
  return Number(runInNewContext(expression, { ...known, ...metrics }));
}

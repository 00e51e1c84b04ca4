// Owns reading CloudWatch's filter patterns over JSON lines, as far as this service's patterns go: `&&`, `||`, brackets,
// comparisons, `*` in a string, EXISTS in the negative. What it does not know is an error, never a silent match.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html

import { at, type Json } from './template.ts';

type Test = (line: Json) => boolean;

const token =
  /\s*(?:(&&|\|\||!=|<=|>=|[(){}=<>])|"([^"]*)"|(\$(?:\.[A-Za-z_][\w]*)+)|(-?\d+(?:\.\d+)?)|(NOT EXISTS|IS NULL))/y;

interface Token {
  readonly kind: 'sign' | 'text' | 'path' | 'number' | 'word';
  readonly value: string;
}

function split(pattern: string): Token[] {
  const kinds = ['sign', 'text', 'path', 'number', 'word'] as const;
  const tokens: Token[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < pattern.trimEnd().length) {
    const from = token.lastIndex;
    const found = token.exec(pattern);
    if (!found) throw new Error(`cannot read the filter pattern at "${pattern.slice(from)}"`);
    const index = found.slice(1).findIndex((part) => part !== undefined);
    tokens.push({ kind: kinds[index] ?? 'sign', value: found[index + 1] ?? '' });
  }
  return tokens;
}

/** A test for one parsed log line.
 * @throws when the pattern is not one of those described above. */
export function readPattern(pattern: string): Test {
  const tokens = split(pattern);
  let position = 0;
  const next = (): Token => {
    const one = tokens[position];
    position += 1;
    if (!one) throw new Error(`the filter pattern ends too early: ${pattern}`);
    return one;
  };
  const takeSign = (sign: string): boolean => {
    const here = tokens[position];
    if (here?.kind !== 'sign' || here.value !== sign) return false;
    position += 1;
    return true;
  };
  const expect = (sign: string): void => {
    if (!takeSign(sign)) throw new Error(`expected ${sign} in the filter pattern ${pattern}`);
  };
  const either = (): Test => {
    const tests = [both()];
    while (takeSign('||')) tests.push(both());
    return (line) => tests.some((test) => test(line));
  };
  const both = (): Test => {
    const tests = [single()];
    while (takeSign('&&')) tests.push(single());
    return (line) => tests.every((test) => test(line));
  };
  const single = (): Test => {
    if (takeSign('(')) {
      const inner = either();
      expect(')');
      return inner;
    }
    const path = next();
    if (path.kind !== 'path') throw new Error(`expected a field in the filter pattern ${pattern}`);
    const field = (line: Json): Json | undefined => at(line, path.value.slice(2));
    const operator = next();
    if (operator.value === 'NOT EXISTS') return (line) => field(line) === undefined;
    if (operator.value === 'IS NULL') return (line) => field(line) === null;
    return compare(field, operator.value, next());
  };
  expect('{');
  const test = either();
  expect('}');
  if (position !== tokens.length) throw new Error(`more after the end of the filter pattern ${pattern}`);
  return test;
}

function compare(field: (line: Json) => Json | undefined, operator: string, wanted: Token): Test {
  if (wanted.kind === 'text' && (operator === '=' || operator === '!=')) {
    const source = wanted.value
      .split('*')
      .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
    const shape = new RegExp(`^${source.join('.*')}$`, 's');
    return (line) => {
      const value = field(line);
      return typeof value === 'string' && shape.test(value) === (operator === '=');
    };
  }
  if (wanted.kind !== 'number') throw new Error(`cannot compare ${operator} with ${wanted.value}`);
  const limit = Number(wanted.value);
  const numbers: Readonly<Record<string, (value: number) => boolean>> = {
    '=': (value) => value === limit,
    '!=': (value) => value !== limit,
    '<': (value) => value < limit,
    '>': (value) => value > limit,
    '<=': (value) => value <= limit,
    '>=': (value) => value >= limit,
  };
  const holds = numbers[operator];
  if (!holds) throw new Error(`cannot compare with ${operator}`);
  return (line) => {
    const value = field(line);
    return typeof value === 'number' && holds(value);
  };
}

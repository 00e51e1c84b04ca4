// Compares a response with what its case expects.
import { isDeepStrictEqual } from 'node:util';
import type { Step } from './case.ts';
import type { ReceivedResponse } from './exchange.ts';

/** The differences, one sentence each. */
export function compare(expected: Step['response'], received: ReceivedResponse): string[] {
  const problems: string[] = [];
  if (received.status !== expected.status)
    problems.push(`status is ${received.status} and not ${expected.status}: ${received.body}`);
  if (expected.json !== undefined && received.body !== JSON.stringify(expected.json))
    problems.push(`body is ${received.body} and not ${JSON.stringify(expected.json)}`);
  if (expected.match !== undefined) problems.push(...differences(expected.match, parse(received.body), ''));
  if (expected.detailPaths !== undefined) {
    const details = expected.detailPaths.map((path) => ({ path }));
    problems.push(...differences({ execution_result: { details } }, parse(received.body), ''));
  }
  for (const text of expected.notContains ?? []) {
    if (received.body.includes(text))
      problems.push(`body contains ${JSON.stringify(text)}: ${received.body}`);
  }
  for (const [name, value] of Object.entries(expected.headers ?? {})) {
    const found = received.headers[name] ?? null;
    if (found !== value) problems.push(`header ${name} is ${describe(found)} and not ${describe(value)}`);
  }
  return problems;
}

/** What the found value lacks of the expected one. A list must have the same length; an object may have more members. */
function differences(expected: unknown, found: unknown, path: string): string[] {
  if (typeof expected !== 'object' || expected === null) {
    return isDeepStrictEqual(expected, found)
      ? []
      : [`${path === '' ? 'body' : path} is ${describe(found)} and not ${describe(expected)}`];
  }
  if (typeof found !== 'object' || found === null || Array.isArray(found) !== Array.isArray(expected))
    return [`${path === '' ? 'body' : path} is ${describe(found)} and not ${describe(expected)}`];
  if (Array.isArray(expected) && Array.isArray(found) && expected.length !== found.length)
    return [`${path} holds ${found.length} entries and not ${expected.length}: ${describe(found)}`];
  return Object.entries(expected).flatMap(([key, value]) =>
    differences(value, (found as Record<string, unknown>)[key], `${path}/${key}`),
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function describe(value: unknown): string {
  return value === undefined ? 'absent' : JSON.stringify(value);
}

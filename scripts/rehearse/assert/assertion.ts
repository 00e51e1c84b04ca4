// Owns the shape of an assertion and the running of many. The files beside this one hold the assertions, a concern each.

import type { Json, Template } from '../template.ts';

/** What the assertions look at: the stack as the template makes it, and what it must agree with. */
export interface Subject {
  readonly stage: string;
  readonly stack: Template;
  readonly retentionDays?: number;
  readonly jwt?: { readonly issuer: string; readonly audience: readonly string[] };
  readonly runbook: string;
  /** Lines that the function wrote, and the actions that it asked AWS for. */
  readonly lines: readonly Json[];
  readonly actions: ReadonlySet<string>;
  /** Properties of schemas/config.schema.json. */
  readonly variables: readonly string[];
  /** Logical ids found in the files under scripts/deploy/. */
  readonly pieces: readonly string[];
}

export interface Assertion {
  readonly title: string;
  /** What is wrong, each in a sentence; nothing when the assertion holds. */
  readonly breaches: (subject: Subject) => readonly string[];
}

/** A breach when `actual` is not `expected`, both as JSON. */
export function differs(what: string, actual: unknown, expected: unknown): string[] {
  const [is, should] = [canonical(actual), canonical(expected)];
  return is === should ? [] : [`${what} is ${is}, not ${should}`];
}

function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_key, inner: unknown) =>
      typeof inner === 'object' && inner !== null && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
        : inner,
    ) ?? 'absent'
  );
}

/** The titles of the assertions that do not hold, each with its breaches. */
export function failures(assertions: readonly Assertion[], subject: Subject): string[] {
  return assertions.flatMap(({ title, breaches }) => {
    try {
      return breaches(subject).map((breach) => `${title}: ${breach}`);
    } catch (error) {
      return [`${title}: ${error instanceof Error ? error.message : String(error)}`];
    }
  });
}

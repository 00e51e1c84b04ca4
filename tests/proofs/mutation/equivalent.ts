// Mutants that no test can notice, because the program does the same with them. Each is named by its file, its mutator and its line;
// an entry that matches no surviving mutant any more fails the proof.

export type EquivalentMutant = {
  readonly file: string;
  /** Part of the line on which the mutant begins. */
  readonly code: string;
  readonly mutators: readonly string[];
  readonly reason: string;
};

export const equivalentMutants: readonly EquivalentMutant[] = [
  {
    file: 'lib/actions/resolve-times.ts',
    code: 'timezone !== undefined && !isTimezone(timezone)',
    mutators: ['ConditionalExpression'],
    reason: 'the runtime takes an undefined zone for its own, which is one; only the type forbids to ask',
  },
  {
    file: 'lib/adapters/dynamodb/client.ts',
    code: "{ step: 'build' }",
    mutators: ['StringLiteral'],
    reason: 'middleware of an unknown step comes last, where it can set a header as well',
  },
  {
    file: 'lib/adapters/dynamodb/client.ts',
    code: 'throw new TypeError(',
    mutators: ['StringLiteral'],
    reason: 'only the name of this error goes on',
  },
  {
    file: 'lib/executor/answer-dry-run.ts',
    code: "plan.kind === 'create' && plan.rejectIfFirst !== undefined",
    mutators: ['ConditionalExpression'],
    reason: 'a query has no such field; only the type forbids to ask for it',
  },
  {
    file: 'lib/http/many-values.ts',
    code: 'index < text.length',
    mutators: ['EqualityOperator'],
    reason: 'after the end of the text there is nothing to count',
  },
  {
    file: 'lib/http/parse-body.ts',
    code: 'if (hasManyValues(text))',
    mutators: ['ConditionalExpression'],
    reason: 'JSON.parse gives a small body the same value; the two ways differ in time only',
  },
  {
    file: 'lib/time/timezone.ts',
    code: "if (name === 'UTC') return true;",
    mutators: ['ConditionalExpression'],
    reason: 'a shortcut: the zone data knows UTC too',
  },
  {
    file: 'lib/time/timezone.ts',
    code: 'if (error instanceof RangeError) return false;',
    mutators: ['ConditionalExpression'],
    reason: 'the runtime throws nothing else for a text',
  },
];

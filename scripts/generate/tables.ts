// Writes TypeScript tables of what the code needs besides validators: failures, actions, messages for patterns.
import { adapterChoices, isOwn, type ActionSchema, type Contract, type Schema } from './contract.ts';

export function generateTables({ schemas, actions, errors, adapters }: Contract): string {
  const choices = adapterChoices([...actions.keys()], adapters).map(({ action, ...choice }) => [
    action,
    choice,
  ]);
  const failures = [...errors].map(([code, { status, retryable, message }]) => [
    code,
    { status, retryable, message },
  ]);
  const rows = [...actions].map(([type, schema]) => [type, describeAction(type, schema)]);
  return [
    `/** Every failure that a caller can see: its HTTP status, whether a retry is safe and useful, and its usual message. */`,
    `export const failures = ${JSON.stringify(Object.fromEntries(failures), null, 2)} as const;`,
    `export type ErrorCode = keyof typeof failures;`,
    `/** Every action: its fields in the order of the contract, and what to say if a required one is missing. */`,
    `export const actionTable = ${JSON.stringify(Object.fromEntries(rows), null, 2)} as const;`,
    `export type ActionType = keyof typeof actionTable;`,
    `/** The actions that adapters carry out: the variable that chooses one, and their names, the default first. */`,
    `export const adapterTable = ${JSON.stringify(Object.fromEntries(choices), null, 2)} as const;`,
    `/** What to tell a caller whose value does not match a pattern, by the pattern. */`,
    `export const patternMessages: Readonly<Record<string, string>> = ${JSON.stringify(collectMessages([...schemas.values(), ...adapters.map(({ variables }) => variables)]), null, 2)};`,
  ].join('\n\n');
}

function describeAction(type: string, schema: ActionSchema) {
  const idField = Object.keys(schema.$defs.result.properties).find((field) => field === `${type}_id`);
  return {
    idField: idField ?? null,
    fields: Object.keys(schema.properties).filter(isOwn),
    required: schema.required.filter(isOwn),
    missing: schema['x-missing'],
  };
}

function collectMessages(schemas: readonly object[]): Record<string, string> {
  const found: Record<string, string> = {};
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { pattern, 'x-pattern-message': message } = node as Schema;
    if (typeof pattern === 'string' && typeof message === 'string') {
      if ((found[pattern] ?? message) !== message)
        throw new Error(`the pattern ${pattern} has two messages: "${found[pattern]}" and "${message}"`);
      found[pattern] = message;
    }
    Object.values(node).forEach(visit);
  };
  schemas.forEach(visit);
  return found;
}

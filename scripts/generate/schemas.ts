// Reads the JSON Schema files of schemas/: the single source of everything that is generated.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nameMissing } from '../../lib/validation/name-missing.ts';

export const root = join(import.meta.dirname, '..', '..');
const folder = join(root, 'schemas');

/** A JSON Schema, or a part of one, as parsed from its file. */
export type Schema = { readonly [keyword: string]: unknown };

/** One row of the contract's table of failures. */
export type ErrorRow = {
  readonly status: number;
  readonly retryable: boolean;
  readonly when: string;
  readonly message: string;
};

export type ActionSchema = Schema & {
  readonly $id: string;
  readonly title: string;
  readonly description: string;
  readonly required: readonly string[];
  readonly properties: Readonly<Record<string, Schema>>;
  readonly examples: readonly Schema[];
  readonly 'x-missing': { readonly code: string; readonly purpose: string };
  readonly $defs: { readonly result: Schema & { readonly properties: Readonly<Record<string, Schema>> } };
};

function read(name: string): unknown {
  return JSON.parse(readFileSync(join(folder, name), 'utf8'));
}

/** Schema files by their path below schemas/, e.g. `request.schema.json`. */
export function readSchemas(): Map<string, Schema> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.schema.json'));
  return new Map(names.toSorted().map((name) => [name, read(name) as Schema]));
}

/** The order in which actions are named to callers; a new action joins at the end. */
const knownOrder = ['task', 'reminder', 'meeting', 'info'];

/** Payload schemas by action type: one a file of schemas/actions. */
export function readActions(schemas: Map<string, Schema>): Map<string, ActionSchema> {
  const actions = [...schemas]
    .filter(([name]) => name.startsWith('actions/'))
    .map(
      ([name, schema]) =>
        [name.slice('actions/'.length, -'.schema.json'.length), schema as ActionSchema] as const,
    );
  const rank = (name: string) => (knownOrder.includes(name) ? knownOrder.indexOf(name) : knownOrder.length);
  return new Map(actions.toSorted(([a], [b]) => rank(a) - rank(b)));
}

/** The contract's table of failures: the general rows, then one a missing field of each action. */
export function readErrors(actions: Map<string, ActionSchema>): Map<string, ErrorRow> {
  const rows = new Map(Object.entries(read('errors.json') as Record<string, ErrorRow>));
  for (const { 'x-missing': missing, required } of actions.values()) {
    const fields = required.filter((field) => field !== 'action_type');
    rows.set(missing.code, {
      status: 422,
      retryable: false,
      when: `a required field is missing: ${fields.join(', ')}`,
      message: `${nameMissing(fields)} required to ${missing.purpose}`,
    });
  }
  return rows;
}

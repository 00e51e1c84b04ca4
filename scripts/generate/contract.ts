// Reads schemas/, the single source of everything that is generated.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nameMissing } from '../../lib/validation/name-missing.ts';

export const root = join(import.meta.dirname, '..', '..');
const folder = join(root, 'schemas');

/** A JSON Schema, or a part of one, as parsed from its file. */
export type Schema = { readonly [keyword: string]: unknown };

/** A row of the table of failures. */
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
  /** The first is shown, and the first of the result beside it. */
  readonly examples: readonly Schema[];
  readonly 'x-missing': { readonly code: string; readonly purpose: string };
  readonly $defs: {
    readonly result: Schema & {
      readonly properties: Readonly<Record<string, Schema>>;
      readonly examples?: readonly Schema[];
    };
  };
};

/** Whether a field of a payload belongs to its action alone. */
export function isOwn(field: string): boolean {
  return field !== 'action_type';
}

/** What the files of schemas/ say. */
export type Contract = {
  /** Schemas by the path of their file, such as `request.schema.json`. */
  readonly schemas: ReadonlyMap<string, Schema>;
  /** Payload schemas by action type: one for each file of schemas/actions. */
  readonly actions: ReadonlyMap<string, ActionSchema>;
  /** Failures by error code: the general ones, then one for the missing fields of each action. */
  readonly errors: ReadonlyMap<string, ErrorRow>;
};

/** The order in which actions are named to callers. A new action is added at the end. */
const knownOrder = ['task', 'reminder', 'meeting', 'info'];

function rank(type: string): number {
  return knownOrder.includes(type) ? knownOrder.indexOf(type) : knownOrder.length;
}

export function readContract(): Contract {
  const names = globSync('**/*.schema.json', { cwd: folder }).map((name) => name.replaceAll('\\', '/'));
  const schemas = new Map(names.toSorted().map((name) => [name, read(name) as Schema]));
  const actions = new Map(
    [...schemas]
      .flatMap(([name, schema]) => {
        const [, type] = /^actions\/(.+)\.schema\.json$/.exec(name) ?? [];
        return type === undefined ? [] : [[type, schema as ActionSchema] as const];
      })
      .toSorted(([a], [b]) => rank(a) - rank(b)),
  );
  const errors = new Map(Object.entries(read('errors.json') as Record<string, ErrorRow>));
  for (const { 'x-missing': missing, required } of actions.values()) {
    const fields = required.filter(isOwn);
    errors.set(missing.code, {
      status: 422,
      retryable: false,
      when: `a required field is missing: ${fields.join(', ')}`,
      message: `${nameMissing(fields)} required to ${missing.purpose}`,
    });
  }
  return { schemas, actions, errors };
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(join(folder, name), 'utf8'));
}

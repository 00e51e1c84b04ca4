// Reads schemas/ and the registry of adapters, the sources of everything that is generated.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AdapterModule } from '../../lib/adapters/adapter-module.ts';
import { adapterModules } from '../../lib/adapters/registry.ts';
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
  /** The first is shown, and those of the result beside it: the first without an outside system, then one for an adapter. */
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

/** What the files of schemas/ and the registry of adapters say. */
export type Contract = {
  /** Schemas by the path of their file, such as `request.schema.json`. */
  readonly schemas: ReadonlyMap<string, Schema>;
  /** Payload schemas by action type: one for each file of schemas/actions. */
  readonly actions: ReadonlyMap<string, ActionSchema>;
  /** Failures by error code: the general ones, then one for the missing fields of each action. */
  readonly errors: ReadonlyMap<string, ErrorRow>;
  readonly adapters: readonly AdapterModule[];
};

/** The order in which actions are named to callers. A new action is added at the end. */
const knownOrder = ['task', 'reminder', 'meeting', 'info'];

function rank(type: string): number {
  return knownOrder.includes(type) ? knownOrder.indexOf(type) : knownOrder.length;
}

export function readContract(): Contract {
  const names = globSync(['*.schema.json', 'actions/*.schema.json'], { cwd: folder }).map((name) =>
    name.replaceAll('\\', '/'),
  );
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
  const config = schemas.get('config.schema.json') ?? {};
  const choices: [string, Schema][] = adapterChoices([...actions.keys()], adapterModules).map(
    ({ action, variable, names: [usual, ...others] }) => [
      variable,
      {
        enum: [usual, ...others],
        description: `The adapter that carries out a ${action}.`,
        default: usual,
      },
    ],
  );
  const properties: Schema = { ...(config['properties'] as Schema), ...Object.fromEntries(choices) };
  schemas.set('config.schema.json', { ...config, properties });
  return { schemas, actions, errors, adapters: adapterModules };
}

export type AdapterChoice = {
  readonly action: string;
  readonly variable: string;
  /** The default first. */
  readonly names: readonly string[];
};

/** The adapters of each action that has some, and the variable that chooses between them. */
export function adapterChoices(
  types: readonly string[],
  adapters: readonly AdapterModule[],
): readonly AdapterChoice[] {
  return types
    .map((action) => ({
      action,
      variable: `${action.toUpperCase()}_ADAPTER`,
      names: adapters.filter(({ actions }) => action in actions).map(({ name }) => name),
    }))
    .filter(({ names }) => names.length > 0);
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(join(folder, name), 'utf8'));
}

// What a version of the service promises, as files by name: today's, and those of each version that `npm run freeze` has kept.
import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { currentCases } from '../../tests/contract/all-cases.ts';
import { readContract, root, type ErrorRow, type Schema } from '../generate/contract.ts';
import { releasedFolder } from './versions.ts';

export type ContractFiles = ReadonlyMap<string, string>;

/** What the code adds to schemas/: the errors of missing fields, the adapters to choose from, and their variables. */
export type ContractTables = {
  readonly errors: Readonly<Record<string, Pick<ErrorRow, 'status' | 'retryable'>>>;
  readonly schemas: Readonly<Record<string, Schema>>;
};

export function readReleased(version: string): ContractFiles {
  const cwd = join(releasedFolder, version);
  const names = globSync('**/*.json', { cwd }).map((name) => name.replaceAll('\\', '/'));
  return new Map(names.toSorted().map((name) => [name, readFileSync(join(cwd, name), 'utf8')]));
}

export function readCurrent(): ContractFiles {
  const { schemas, errors, adapters } = readContract();
  const copied = [...schemas.keys(), 'errors.json', 'openapi.json'].map(
    (name) => [name, readFileSync(join(root, 'schemas', name), 'utf8')] as const,
  );
  const tables: ContractTables = {
    errors: Object.fromEntries(
      [...errors].map(([code, { status, retryable }]) => [code, { status, retryable }]),
    ),
    schemas: {
      'config.schema.json': schemas.get('config.schema.json') ?? {},
      ...Object.fromEntries(adapters.map(({ name, variables }) => [`adapters/${name}`, variables])),
    },
  };
  const cases = currentCases.map((given) => JSON.stringify(given));
  const made = [
    ['tables.json', `${JSON.stringify(tables, null, 2)}\n`],
    ['cases.json', `{ "cases": [\n${cases.join(',\n')}\n] }\n`],
  ] as const;
  return new Map([...copied, ...made].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** The files of a released version are never changed: their digest shows whether they were. */
export function digestOf(files: ContractFiles): string {
  return createHash('sha256')
    .update(JSON.stringify([...files]))
    .digest('hex');
}

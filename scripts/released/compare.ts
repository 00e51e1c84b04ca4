// Compares today's contract with a released one: the errors, the schemas of requests, answers, messages and variables, and what the
// OpenAPI document offers.
import { isObject } from '../../lib/domain/json.ts';
import type { Schema } from '../generate/contract.ts';
import { resolveSchema } from '../generate/openapi-resolve.ts';
import { breach, compareSchemas, type Breach, type Direction } from './compare-schemas.ts';
import type { ContractFiles, ContractTables } from './contract.ts';

export function compareContracts(before: ContractFiles, after: ContractFiles): Breach[] {
  const shapes = readShapes(after);
  return [
    ...compareErrors(tablesOf(before), tablesOf(after)),
    ...[...readShapes(before)].flatMap(([path, schema]) => {
      const now = shapes.get(path);
      return now === undefined
        ? [breach('shape-removed', path)]
        : compareSchemas(schema, now, directionOf(path), path);
    }),
    ...missingMembers(parse(before, 'openapi.json'), parse(after, 'openapi.json'), 'openapi.json#'),
  ];
}

function parse(files: ContractFiles, name: string): unknown {
  return JSON.parse(files.get(name) ?? '{}');
}

function tablesOf(files: ContractFiles): ContractTables {
  return parse(files, 'tables.json') as ContractTables;
}

function compareErrors(before: ContractTables, after: ContractTables): Breach[] {
  return Object.entries(before.errors).flatMap(([code, old]) => {
    const now = after.errors[code];
    const path = `errors/${code}`;
    if (now === undefined) return [breach('error-code-removed', path)];
    return (['status', 'retryable'] as const)
      .filter((name) => old[name] !== now[name])
      .map((name) => breach(`error-${name}-changed`, `${path}/${name}`, old[name], now[name]));
  });
}

/** The schema of each file, and each titled definition that no other part of the file refers to: a shape of its own. */
function readShapes(files: ContractFiles): ReadonlyMap<string, Schema> {
  const parsed = [...files.keys()]
    .filter((name) => name.endsWith('.schema.json'))
    .map((name) => [name, parse(files, name) as Schema] as const);
  const schemas = new Map([...parsed, ...Object.entries(tablesOf(files).schemas)]);
  const shapes = [...schemas].flatMap(([name, schema]) => {
    // What several files use is compared where it is used.
    if (name === 'common.schema.json') return [];
    const text = JSON.stringify(schema);
    const titled = Object.entries((schema['$defs'] ?? {}) as Record<string, Schema>)
      .filter(([part, { title }]) => title !== undefined && !text.includes(`"#/$defs/${part}"`))
      .map(([part]) => `/$defs/${part}`);
    return ['', ...titled].map((part) => [`${name}#${part}`, resolveSchema(schemas, name, part)] as const);
  });
  return new Map(shapes);
}

function directionOf(path: string): Direction {
  if (/^(?:request|config)\.|^actions\/[^#]+#$|^adapters\/|#\/\$defs\/answer$/.test(path)) return 'request';
  if (/^(?:response|reminder-due|workflow-webhook)\.|#\/\$defs\/result$/.test(path)) return 'answer';
  throw new Error(`${path}: say in scripts/released/compare.ts whether it is a request or an answer`);
}

/** Paths, statuses, headers and media types that a document no longer has. Schemas have been compared. */
function missingMembers(before: unknown, after: unknown, path: string): Breach[] {
  if (!isObject(before)) return [];
  return Object.entries(before).flatMap(([name, value]) => {
    const at = `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (!isObject(after) || !(name in after)) return [breach('openapi-removed', at)];
    return ['schema', 'schemas', 'examples'].includes(name) ? [] : missingMembers(value, after[name], at);
  });
}

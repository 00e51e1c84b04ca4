// Resolves the references between the files of schemas/, so that each component of the OpenAPI document reads as a whole.
import { posix } from 'node:path';
import type { Schema } from './contract.ts';

/** Keywords for the files themselves, ajv or the generator. */
const dropped = new Set([
  '$schema',
  '$id',
  '$comment',
  '$defs',
  'x-missing',
  'x-pattern-message',
  'examples',
]);
/** Keywords that a schema with a reference may have too: its own replaces that of the other. */
const annotations = new Set(['title', 'description']);

/** The schema at a JSON Pointer of a file, every reference in it replaced by what it refers to. */
export function resolveSchema(schemas: ReadonlyMap<string, Schema>, file: string, pointer: string): Schema {
  return resolve(schemas, file, at(schemas, file, pointer));
}

/** The schema at a JSON Pointer of a file. */
function at(schemas: ReadonlyMap<string, Schema>, file: string, pointer: string): unknown {
  let node: unknown = schemas.get(file);
  for (const name of pointer.split('/').slice(1)) node = (node as Schema | undefined)?.[name];
  if (node === undefined) throw new Error(`${file}#${pointer} is not there`);
  return node;
}

/** A schema without references. @throws Error if a keyword differs from that of the schema it refers to, and RangeError if it refers to itself */
function resolve(schemas: ReadonlyMap<string, Schema>, file: string, node: unknown): Schema {
  const inner = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(inner);
    return typeof value === 'object' && value !== null ? resolve(schemas, file, value) : value;
  };
  const { $ref, ...own } = node as Schema;
  const kept = Object.entries(own).filter(([keyword]) => !dropped.has(keyword));
  const resolved = Object.fromEntries(kept.map(([keyword, value]) => [keyword, inner(value)]));
  // Every list of values in schemas/ is one of texts; without a type a docs page calls it "any".
  if (Array.isArray(resolved['enum'])) resolved['type'] ??= 'string';
  if (typeof $ref !== 'string') return resolved;
  const [path = '', pointer = ''] = $ref.split('#');
  const target = path === '' ? file : posix.join(posix.dirname(file), path);
  const referred = resolve(schemas, target, at(schemas, target, pointer));
  for (const [keyword, value] of Object.entries(resolved)) {
    const before = referred[keyword];
    if (before === undefined || annotations.has(keyword) || JSON.stringify(before) === JSON.stringify(value))
      continue;
    throw new Error(`${file}: ${keyword} beside ${$ref} differs from what it refers to`);
  }
  return { ...referred, ...resolved };
}

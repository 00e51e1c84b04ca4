// Compares two versions of a schema keyword by keyword, and names each change that breaks a caller. Whether a keyword takes more or
// less than before is judged by jsoncompat; a keyword that is not named in this file may not change at all.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { check_compat as checkCompatibility, initSync } from 'jsoncompat';
import { isObject, type JsonObject } from '../../lib/domain/json.ts';

/** A change that breaks: the name of the rule, and where. */
export type Breach = { readonly rule: string; readonly path: string; readonly change: string };
/** A request may be taken in more forms than before. An answer or a message keeps its form; its reader ignores new fields. */
export type Direction = 'request' | 'answer';

const wasm = createRequire(import.meta.url).resolve('jsoncompat/jsoncompat_wasm_bg.wasm');
initSync({ module: readFileSync(wasm) });

const annotations = ['title', 'description', '$comment'];
const forms = 'type const pattern required dependentRequired properties items oneOf anyOf not'.split(' ');
/** What an answer need not keep, because its fields come back as they were sent, by newer callers too. */
const limits = ['enum', 'additionalProperties', 'uniqueItems'].concat(
  ['Length', 'Items', 'imum'].flatMap((limit) => [`min${limit}`, `max${limit}`]),
);

/** Compares schemas without references. */
export function compareSchemas(before: object, after: object, kind: Direction, path: string): Breach[] {
  const [old, now] = [before, after].map((schema): unknown =>
    JSON.parse(JSON.stringify(schema), (name, value: unknown) =>
      kind === 'answer' && limits.includes(name) && !isObject(value) ? undefined : value,
    ),
  );
  return compare(old, now, kind, path);
}

export function breach(rule: string, path: string, before?: unknown, after?: unknown): Breach {
  const [old, now] = [before, after].map((value) => (JSON.stringify(value) ?? 'absent').slice(0, 100));
  return { rule, path, change: old === now ? '' : `${old} → ${now}` };
}

function compare(before: unknown, after: unknown, kind: Direction, path: string): Breach[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (!isObject(before) || !isObject(after))
    return accepts(before, after, kind) ? [] : [breach('schema-changed', path, before, after)];
  const within = compareWithin(before, after, kind, path);
  // An answer's new shape is for callers that ask for it; those that were there are compared one by one.
  const isOpen = (name: string) => name === 'then' || (name === 'oneOf' && kind === 'answer');
  const isJudged = (name: string) => [...forms, ...limits].includes(name) && !isOpen(name);
  const changed = Object.keys({ ...before, ...after }).filter(
    (name) =>
      JSON.stringify(before[name]) !== JSON.stringify(after[name]) &&
      !annotations.includes(name) &&
      !(isOpen(name) && name in before && name in after) &&
      !within.some((inner) => inner.path.startsWith(`${path}/${name}/`)),
  );
  const judged = changed.filter(isJudged);
  const [old = {}, now = {}] = [before, after].map((schema) =>
    Object.fromEntries(Object.entries(schema).filter(([name]) => isJudged(name))),
  );
  const isKept = judged.length === 0 || accepts(old, now, kind);
  const refused = judged.filter((name) => !isKept && !accepts(old, { ...old, [name]: now[name] }, kind));
  const unexplained = isKept || refused.length + within.length > 0 ? [] : judged;
  const named = [...changed.filter((name) => !isJudged(name)), ...refused, ...unexplained];
  return [
    ...within,
    ...named.map((name) => breach(`${name}-changed`, `${path}/${name}`, before[name], after[name])),
  ];
}

function accepts(before: unknown, after: unknown, kind: Direction): boolean {
  const role = kind === 'request' ? 'deserializer' : 'serializer';
  return checkCompatibility(JSON.stringify(before), JSON.stringify(after), role);
}

/** The schemas within a schema, and the order of an answer's fields. */
function compareWithin(before: JsonObject, after: JsonObject, kind: Direction, path: string): Breach[] {
  const single = ['items', 'then'].map((name) => [name, before[name], after[name]] as const);
  const several = ['properties', 'oneOf', 'anyOf'].flatMap((keyword) => {
    const later = new Map<string, unknown>(Object.entries(after[keyword] ?? {}));
    return Object.entries(before[keyword] ?? {}).map(
      ([name, schema]) => [`${keyword}/${name}`, schema as unknown, later.get(name)] as const,
    );
  });
  const found = [...single, ...several].flatMap(([at, old, now]) => {
    if (old !== undefined && now !== undefined) return compare(old, now, kind, `${path}/${at}`);
    return /^(?:properties|oneOf)\//.test(at) ? [breach('field-removed', `${path}/${at}`)] : [];
  });
  return kind === 'answer' ? [...found, ...compareOrder(before, after, path)] : found;
}

function compareOrder(before: JsonObject, after: JsonObject, path: string): Breach[] {
  const [old = [], now = []] = [before, after].map(({ properties }) => Object.keys(properties ?? {}));
  const [always = [], nowAlways = []] = [before, after].map(({ required }) => (required ?? []) as string[]);
  // A field that every answer has from now on comes after those that every answer had.
  const last = [
    ...old.filter((name) => always.includes(name)),
    ...nowAlways.filter((name) => !old.includes(name)),
  ];
  const moved = [old, last].flatMap((order) => {
    const found = now.filter((name) => order.includes(name));
    return order.filter((name) => now.includes(name)).filter((name, index) => name !== found[index]);
  });
  return moved.slice(0, 1).map((name) => breach('key-moved', `${path}/properties/${name}`, old, now));
}

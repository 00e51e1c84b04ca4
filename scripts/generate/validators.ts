// Compiles the schemas to standalone ajv validators: plain functions, so that no schema is compiled when the function starts.
import { _, type KeywordCxt } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';
import { root, type ActionSchema, type Schema } from './schemas.ts';

/** Validators beside those of the payloads, and the schema that each checks. */
const parts = {
  traceId: 'request.schema.json#/$defs/trace_id',
  decision: 'request.schema.json#/$defs/decision',
  envelope: 'request.schema.json#/$defs/envelope',
  environment: 'config.schema.json',
  visible: 'common.schema.json#/$defs/visible',
};

/** Those of them that only a string passes. */
const texts = new Set(['traceId', 'decision']);

/** Our own keywords: texts for people and for the generator, nothing to validate. */
const annotations = ['x-missing', 'x-pattern-message'];

/** The validators as one self-contained ES module. */
export async function generateValidators(
  schemas: Map<string, Schema>,
  actions: Map<string, ActionSchema>,
): Promise<string> {
  const ajv = new Ajv2020({
    allErrors: true,
    allowUnionTypes: true,
    messages: false,
    code: { source: true, esm: true },
  });
  ajv.addVocabulary(annotations);
  // ajv's own compares strings by an index in a plain object, which takes `__proto__` for one that it has not seen.
  // Entries of a list are strings here; any others are refused by their type.
  ajv.removeKeyword('uniqueItems');
  ajv.addKeyword({
    keyword: 'uniqueItems',
    type: 'array',
    schemaType: 'boolean',
    code: (cxt: KeywordCxt) => cxt.fail(_`new Set(${cxt.data}).size !== ${cxt.data}.length`),
  });
  for (const schema of schemas.values()) ajv.addSchema(schema);
  const exported = { ...parts, ...Object.fromEntries([...actions].map(([type, { $id }]) => [type, $id])) };
  // ajv's output asks for its runtime by require(), which an ES module does not have: bundle it in.
  const bundled = await build({
    stdin: { contents: standalone.default(ajv, exported), resolveDir: root },
    bundle: true,
    format: 'esm',
    write: false,
    target: 'node24',
  });
  return bundled.outputFiles.map((file) => file.text).join('');
}

/** The types of the module that `generateValidators` writes. */
export function generateValidatorTypes(actions: Map<string, ActionSchema>): string {
  const names = [...Object.keys(parts), ...actions.keys()];
  return [
    `import type { ErrorObject } from 'ajv';`,
    `/** Tells whether a value matches its schema; if not, \`errors\` says where, until the next call. */`,
    `export type Validator<Value = unknown> = {`,
    `  (value: unknown): value is Value;`,
    `  errors?: ErrorObject[] | null;`,
    `};`,
    ...names.map((name) => `export const ${name}: Validator${texts.has(name) ? '<string>' : ''};`),
  ].join('\n');
}

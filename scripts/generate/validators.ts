// Compiles the schemas to standalone ajv validators, so that no schema is compiled when the function starts.
import { _, type KeywordCxt } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';
import { root, type Contract } from './contract.ts';

/** The validators other than those of payloads, each with its schema. */
const parts = {
  traceId: 'request.schema.json#/$defs/trace_id',
  decision: 'request.schema.json#/$defs/decision',
  envelope: 'request.schema.json#/$defs/envelope',
  environment: 'config.schema.json',
  visible: 'common.schema.json#/$defs/visible',
};

/** Those that accept only strings. */
const texts = new Set(['traceId', 'decision']);

/** Keywords of this project: texts for people and for the generator, nothing to validate. */
const annotations = ['x-missing', 'x-pattern-message'];

/** The validators as one self-contained ES module. */
export async function generateValidators({ schemas, actions }: Contract): Promise<string> {
  const ajv = new Ajv2020({
    allErrors: true,
    allowUnionTypes: true,
    messages: false,
    code: { source: true, esm: true },
  });
  ajv.addVocabulary(annotations);
  // In place of ajv's own, which compares strings by the keys of a plain object and so never finds `__proto__` twice.
  // Entries of a list are strings here; any other entry is refused by its type.
  ajv.removeKeyword('uniqueItems');
  ajv.addKeyword({
    keyword: 'uniqueItems',
    type: 'array',
    schemaType: 'boolean',
    code: (cxt: KeywordCxt) => cxt.fail(_`new Set(${cxt.data}).size !== ${cxt.data}.length`),
  });
  for (const schema of schemas.values()) ajv.addSchema(schema);
  const exported = { ...parts, ...Object.fromEntries([...actions].map(([type, { $id }]) => [type, $id])) };
  // ajv's output loads its runtime by require(), which an ES module does not have: bundle it in.
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
export function generateValidatorTypes({ actions }: Contract): string {
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

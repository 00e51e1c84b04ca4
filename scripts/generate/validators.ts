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
const annotations = ['x-missing', 'x-pattern-message', 'x-secret'];

/** The validators as one self-contained ES module. */
export async function generateValidators({ schemas, actions, adapters }: Contract): Promise<string> {
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
  // The pattern of a URL says where it may lead; this, that it is one.
  ajv.addKeyword({
    keyword: 'x-url',
    type: 'string',
    schemaType: 'boolean',
    code: (cxt: KeywordCxt) => cxt.fail(_`!URL.canParse(${cxt.data})`),
  });
  for (const schema of schemas.values()) ajv.addSchema(schema);
  for (const { name, variables } of adapters)
    ajv.addSchema({ $id: adapterId(name), type: 'object', ...variables });
  const exported = {
    ...parts,
    ...Object.fromEntries([...actions].map(([type, { $id }]) => [type, $id])),
    ...Object.fromEntries(adapters.map(({ name }) => [exportedName(name), adapterId(name)])),
  };
  const byName = adapters.map(({ name }) => `${JSON.stringify(name)}: ${exportedName(name)}`).join(', ');
  // ajv's output loads its runtime by require(), which an ES module does not have: bundle it in.
  const bundled = await build({
    stdin: {
      contents: `${standalone.default(ajv, exported).replaceAll('export const adapter_', 'const adapter_')}\nexport const adapterVariables = { ${byName} };`,
      resolveDir: root,
    },
    bundle: true,
    format: 'esm',
    write: false,
    target: 'node24',
  });
  return bundled.outputFiles.map((file) => file.text).join('');
}

function adapterId(name: string): string {
  return `adapters/${name}`;
}

/** As ajv would export it; only the table of all is exported. */
function exportedName(name: string): string {
  return `adapter_${name}`;
}

/** The types of the module that `generateValidators` writes. */
export function generateValidatorTypes({ actions, adapters }: Contract): string {
  const names = [...Object.keys(parts), ...actions.keys()];
  return [
    `import type { ErrorObject } from 'ajv';`,
    `/** Tells whether a value matches its schema; if not, \`errors\` says where, until the next call. */`,
    `export type Validator<Value = unknown> = {`,
    `  (value: unknown): value is Value;`,
    `  errors?: ErrorObject[] | null;`,
    `};`,
    `/** Those of the variables of each adapter. */`,
    `export const adapterVariables: { ${adapters.map(({ name }) => `readonly ${name}: Validator`).join('; ')} };`,
    ...names.map((name) => `export const ${name}: Validator${texts.has(name) ? '<string>' : ''};`),
  ].join('\n');
}

// `npm run generate`: writes every generated file; with --check writes none and fails when one differs from its schemas.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { format } from 'prettier';
import { fillContractPage } from './contract-page.ts';
import { generateOpenApi } from './openapi.ts';
import { readActions, readErrors, readSchemas, root } from './schemas.ts';
import { generateTables } from './tables.ts';
import { generateTypes } from './types.ts';
import { generateValidators, generateValidatorTypes } from './validators.ts';

const banner = '// Generated from schemas/ by `npm run generate`. Do not edit.\n';
const schemas = readSchemas();
const actions = readActions(schemas);
const errors = readErrors(actions);
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

const outputs: Record<string, string> = {
  'lib/generated/validators.js': banner + (await generateValidators(schemas, actions)),
  'lib/generated/validators.d.ts': banner + (await prettify(generateValidatorTypes(actions))),
  'lib/generated/tables.ts': banner + (await prettify(generateTables(schemas, actions, errors))),
  'lib/generated/payloads.ts': banner + (await prettify(await generateTypes(actions))),
  'schemas/openapi.json': generateOpenApi(schemas, actions, errors, version),
  'schemas/README.md': fillContractPage(
    current(join(root, 'schemas/README.md')) ?? '',
    schemas,
    actions,
    errors,
  ),
};

function prettify(source: string): Promise<string> {
  return format(source, { parser: 'typescript', singleQuote: true, printWidth: 110 });
}

function current(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

const stale = Object.entries(outputs).filter(([name, text]) => current(join(root, name)) !== text);
if (process.argv.includes('--check')) {
  for (const [name] of stale)
    process.stderr.write(`${name} differs from its schemas: run npm run generate\n`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  for (const [name, text] of stale) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
    process.stdout.write(`wrote ${name}\n`);
  }
}

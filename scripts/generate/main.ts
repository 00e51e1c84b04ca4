// `npm run generate`: writes every generated file. With --check it writes nothing, and fails if a file differs from its schemas.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { format } from 'prettier';
import { fillContractPage } from './contract-page.ts';
import { readContract, root } from './contract.ts';
import { generateOpenApi } from './openapi.ts';
import { generateTables } from './tables.ts';
import { generateClientTypes, generateTypes } from './types.ts';
import { generateValidators, generateValidatorTypes } from './validators.ts';

const banner = '// Generated from schemas/ by `npm run generate`. Do not edit.\n';
const contract = readContract();
const { version } = JSON.parse(current('package.json')) as { version: string };

const outputs: Record<string, string> = {
  'lib/generated/validators.js': banner + (await generateValidators(contract)),
  'lib/generated/validators.d.ts': banner + (await prettify(generateValidatorTypes(contract))),
  'lib/generated/tables.ts': banner + (await prettify(generateTables(contract))),
  'lib/generated/payloads.ts': banner + (await prettify(await generateTypes(contract))),
  'lib/client/generated/contract.ts': banner + (await prettify(await generateClientTypes(contract))),
  'schemas/openapi.json': generateOpenApi(contract, version),
  'schemas/README.md': fillContractPage(current('schemas/README.md'), contract),
};

function prettify(source: string): Promise<string> {
  return format(source, { parser: 'typescript', singleQuote: true, printWidth: 110 });
}

function current(name: string): string {
  const path = join(root, name);
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

const stale = Object.entries(outputs).filter(([name, text]) => current(name) !== text);
for (const [name, text] of stale) {
  if (process.argv.includes('--check')) {
    process.stderr.write(`${name} differs from its schemas: run npm run generate\n`);
    process.exitCode = 1;
    continue;
  }
  mkdirSync(dirname(join(root, name)), { recursive: true });
  writeFileSync(join(root, name), text);
  process.stdout.write(`wrote ${name}\n`);
}

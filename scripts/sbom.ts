// `npm run sbom`: builds what is deployed, writes its bill of materials (CycloneDX), and says what ships under which licence.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFunction } from './deploy/package.ts';

interface Bill {
  readonly components: readonly {
    readonly name: string;
    readonly version: string;
    readonly licenses: readonly { readonly license: { readonly id: string } }[];
  }[];
}

const root = join(import.meta.dirname, '..');
packageFunction(root);
const file = 'dist/execute.cdx.json';
const { components } = JSON.parse(readFileSync(join(root, file), 'utf8')) as Bill;
for (const { name, version, licenses } of components) {
  console.log(`${licenses.map(({ license }) => license.id).join(', ')}\t${name}@${version}`);
}
console.log(`${components.length} packages: ${file}`);

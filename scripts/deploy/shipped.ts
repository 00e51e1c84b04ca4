// Lists the packages that are in the bundle, and writes their bill of materials in CycloneDX. The same bundle gives the same bill: no time,
// no random number.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

export type ShippedPackage = {
  readonly name: string;
  readonly version: string;
  /** SPDX identifier, as the package says. */
  readonly license: string;
};

const packageFolder = /^(?<folder>.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;
// The bundler of the generated validators marks so what comes from other packages.
const generated = 'lib/generated/validators.js';
const mark = /^\/\/ (?<file>node_modules\/.*)$/gm;

/** The packages in the bundle of the service under `directory`, by name. */
export function readShipped(directory: string, { outputs }: Metafile): ShippedPackage[] {
  const inputs = Object.values(outputs).flatMap((output) =>
    Object.entries(output.inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])),
  );
  const inlined = [...readFileSync(join(directory, generated), 'utf8').matchAll(mark)].map(
    ({ groups }) => groups?.['file'] ?? '',
  );
  const folders = new Set(
    [...inputs, ...inlined].flatMap((file) => packageFolder.exec(file)?.groups?.['folder'] ?? []),
  );
  return [...folders]
    .map((folder) => describePackage(join(directory, folder)))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function describePackage(folder: string): ShippedPackage {
  const { name, version, license } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  ) as Partial<ShippedPackage>;
  if (name === undefined || version === undefined) throw new Error(`${folder} is no package`);
  return { name, version, license: license ?? 'none' };
}

/** The bill of materials (CycloneDX 1.5, JSON) of `bundle`, which contains `shipped`. */
export function writeBill(directory: string, shipped: readonly ShippedPackage[], bundle: Uint8Array): string {
  const own = describePackage(directory);
  const describe = ({ name, version, license }: ShippedPackage) => ({
    type: 'library',
    'bom-ref': `${name}@${version}`,
    name,
    version,
    purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
    licenses: [{ license: { id: license } }],
  });
  const bill = {
    $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: {
      component: {
        ...describe(own),
        type: 'application',
        hashes: [{ alg: 'SHA-256', content: createHash('sha256').update(bundle).digest('hex') }],
      },
    },
    components: shipped.map(describe),
    dependencies: [
      {
        ref: `${own.name}@${own.version}`,
        dependsOn: shipped.map(({ name, version }) => `${name}@${version}`),
      },
    ],
  };
  return `${JSON.stringify(bill, null, 2)}\n`;
}

// Compares today's contract with every released one of the same major version (schemas/README.md, Versions). With --freeze it keeps
// today's as that of the version in package.json; a released contract is never written again.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compareContracts } from '../released/compare.ts';
import { breach } from '../released/compare-schemas.ts';
import { digestOf, readCurrent, readReleased } from '../released/contract.ts';
import { listReleased, readDigests, readVersion, releasedFolder } from '../released/versions.ts';

const version = readVersion();
const current = readCurrent();
const digests = readDigests();

if (process.argv.includes('--freeze') && !(version in digests)) {
  const updated = { ...digests, [version]: digestOf(current) };
  const files = [...current].map(([name, text]) => [`${version}/${name}`, text] as const);
  for (const [name, text] of [...files, ['digests.json', `${JSON.stringify(updated, null, 2)}\n`] as const]) {
    mkdirSync(dirname(join(releasedFolder, name)), { recursive: true });
    writeFileSync(join(releasedFolder, name), text);
  }
  console.log(`schemas/released/${version} holds the contract of ${version}`);
}

const breaches = listReleased().flatMap((released) => {
  const frozen = readReleased(released);
  if (digestOf(frozen) !== readDigests()[released]) return [`released-files-changed ${released}`];
  const other = [...current].filter(([name, text]) => name !== 'cases.json' && frozen.get(name) !== text);
  return [
    ...compareContracts(frozen, current),
    ...(released === version ? other.map(([name]) => breach('released-version-changed', name)) : []),
  ].map(({ rule, path, change }) => `${rule} ${path}${change && `: ${change}`} (as of ${released})`);
});
for (const line of breaches) console.error(line);
if (breaches.length > 0) {
  console.error('What may change, and how the rest is changed: schemas/README.md, Versions.');
  process.exitCode = 1;
}

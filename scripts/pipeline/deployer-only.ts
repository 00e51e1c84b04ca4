// Reduces package.json and package-lock.json to the packages that deploy and check, at the versions and digests of the lockfile, because the
// job that installs them has rights on AWS. Run it in a fresh checkout before `npm ci --ignore-scripts`.

import { readFileSync, writeFileSync } from 'node:fs';

const deployer = [
  'serverless',
  '@aws-sdk/client-cloudformation',
  '@aws-sdk/client-dynamodb',
  '@aws-sdk/client-lambda',
  '@aws-sdk/client-s3',
  'aws4fetch',
  'fflate',
];

type Manifest = {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
};

const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
const write = (file: string, value: unknown): void =>
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);

function reduce({ dependencies, devDependencies, ...manifest }: Manifest): Manifest {
  const all = { ...dependencies, ...devDependencies };
  const kept = deployer.map((name) => {
    const range = all[name];
    if (range === undefined) throw new Error(`package.json does not list ${name}`);
    return [name, range] as const;
  });
  return { ...manifest, dependencies: Object.fromEntries(kept) };
}

write('package.json', reduce(read('package.json') as Manifest));
const lock = read('package-lock.json') as { packages: Record<string, Manifest> };
lock.packages[''] = reduce(lock.packages[''] ?? {});
write('package-lock.json', lock);

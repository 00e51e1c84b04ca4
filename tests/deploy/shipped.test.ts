// Which packages ship, under which licences, and which packages may run a script when they are installed.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import type { OutputFile } from 'esbuild';
import { bundleFunction } from '../../scripts/build.ts';
import { readShipped, writeBill, type ShippedPackage } from '../../scripts/deploy/shipped.ts';

const root = join(import.meta.dirname, '../..');
/** Licences under which a package may ship: each requires only its notice. */
const allowed = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT', 'MIT-0'];

let shipped: ShippedPackage[];
let bundle: OutputFile | undefined;

beforeAll(async () => {
  const { metafile, outputFiles } = await bundleFunction();
  shipped = readShipped(root, metafile);
  bundle = outputFiles.find(({ path }) => path.endsWith('execute.js'));
}, 60_000);

test('the packages that ship are these, and no other', () => {
  expect(shipped.map(({ name }) => name)).toEqual([
    '@aws-lambda-powertools/commons',
    '@aws-lambda-powertools/logger',
    '@aws-sdk/client-dynamodb',
    '@aws-sdk/client-scheduler',
    '@aws-sdk/core',
    '@aws-sdk/credential-provider-env',
    '@aws-sdk/dynamodb-codec',
    '@aws-sdk/endpoint-cache',
    '@aws-sdk/middleware-endpoint-discovery',
    '@aws/lambda-invoke-store',
    '@middy/core',
    '@middy/http-json-body-parser',
    '@middy/util',
    '@smithy/core',
    '@smithy/node-http-handler',
    '@smithy/signature-v4',
    '@smithy/types',
    'ajv',
    'canonicalize',
    'ical-generator',
    'mnemonist',
    'obliterator',
    'temporal-polyfill',
    'temporal-utils',
  ]);
});

test('each package ships under a licence of the list', () => {
  expect(shipped.filter(({ license }) => !allowed.includes(license))).toEqual([]);
});

test('the bill of materials names each package and the digest of the bundle, and is the same every time', () => {
  const contents = bundle?.contents ?? new Uint8Array();
  const bill = writeBill(root, shipped, contents);
  expect(writeBill(root, shipped, contents)).toBe(bill);
  const { metadata, components } = JSON.parse(bill) as {
    metadata: { component: { hashes: object[] } };
    components: object[];
  };
  const digest = createHash('sha256').update(contents).digest('hex');
  expect(metadata.component.hashes).toEqual([{ alg: 'SHA-256', content: digest }]);
  expect(components).toHaveLength(shipped.length);
  expect(components).toContainEqual({
    type: 'library',
    'bom-ref': `@middy/core@${shipped.find(({ name }) => name === '@middy/core')?.version}`,
    name: '@middy/core',
    version: expect.any(String),
    purl: expect.stringMatching(/^pkg:npm\/%40middy\/core@\d/),
    licenses: [{ license: { id: 'MIT' } }],
  });
});

const read = (file: string): unknown => JSON.parse(readFileSync(join(root, file), 'utf8'));

test('every package with an install script is allowed or refused by name', () => {
  const { packages } = read('package-lock.json') as {
    packages: Record<string, { name?: string; hasInstallScript?: boolean }>;
  };
  const scripted = Object.entries(packages)
    .filter(([, { hasInstallScript }]) => hasInstallScript === true)
    .map(([folder, { name }]) => name ?? folder.replace(/^.*node_modules\//, ''));
  const { allowScripts } = read('package.json') as { allowScripts: Record<string, boolean> };
  expect(Object.keys(allowScripts).toSorted()).toEqual([...new Set(scripted)].toSorted());
});

test('only the local database, the bundler and Node itself may run an install script', () => {
  const { allowScripts } = read('package.json') as { allowScripts: Record<string, boolean> };
  const run = Object.keys(allowScripts).filter((name) => allowScripts[name] === true);
  expect(run.toSorted()).toEqual(['classic-level', 'esbuild', 'node']);
});

test('no package that ships has an install script', () => {
  const { allowScripts } = read('package.json') as { allowScripts: Record<string, boolean> };
  expect(shipped.filter(({ name }) => name in allowScripts)).toEqual([]);
});

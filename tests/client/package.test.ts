// The packed client as its users install it: in an empty folder, without a network.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { publint } from 'publint';
import { commonJs, esm, typed } from './usage.ts';

const folder = mkdtempSync(join(tmpdir(), 'client-'));
const packed = join(folder, 'packed');
const project = join(folder, 'project');
const installed = join(project, 'node_modules/workflow-executor-client');
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const tarball = join(packed, `workflow-executor-client-${manifest.version}.tgz`);
const maxTarballBytes = 16_000;
const tsc = resolve('node_modules/typescript/bin/tsc');
const attw = resolve('node_modules/@arethetypeswrong/cli/dist/index.js');
let printed: string;

function run(command: string, args: readonly string[], cwd = '.'): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stdout}${stderr}`);
  return stdout;
}

beforeAll(() => {
  printed = execFileSync(process.execPath, ['scripts/client.ts', packed], { encoding: 'utf8' });
  // Its one dependency, as it is installed here.
  const dependency = resolve('node_modules/aws4fetch');
  run('npm', ['pack', '--ignore-scripts', '--pack-destination', packed, dependency]);
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{ "private": true }');
  const tarballs = readdirSync(packed).filter((name) => name.endsWith('.tgz'));
  const files = tarballs.map((name) => join(packed, name));
  const offline = ['--offline', '--ignore-scripts', '--no-audit', '--cache', join(folder, 'cache')];
  run('npm', ['install', ...offline, ...files], project);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

test('packing prints the size, which is within its budget, and the one dependency', () => {
  const [, path, bytes, dependencies] =
    /^(\S+): (\d+) bytes, \d+ unpacked; depends on (.*)\n$/.exec(printed) ?? [];
  expect(path).toBe(tarball);
  expect(Number(bytes)).toBe(readFileSync(tarball).byteLength);
  expect(Number(bytes)).toBeLessThan(maxTarballBytes);
  expect(dependencies).toMatch(/^aws4fetch \^\d+\.\d+\.\d+$/);
});

test('it has the version and the licence of the service, and runs on the same Node', () => {
  const read = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  const { version, license, engines } = read('package.json');
  expect(read(join(installed, 'package.json'))).toMatchObject({ version, license, engines });
  expect(readFileSync(join(installed, 'LICENSE'), 'utf8')).toBe(readFileSync('LICENSE', 'utf8'));
});

test('it contains code and types, and nothing of the service', () => {
  const names = readdirSync(installed, { recursive: true, encoding: 'utf8' });
  const rest = names.filter((name) => !/^(?:esm|cjs)\/(?:[\w/-]+\.d\.ts|generated)$/.test(name));
  const code = ['cjs', 'cjs/index.js', 'cjs/package.json', 'esm', 'esm/index.js'];
  expect(rest.toSorted()).toEqual(['LICENSE', 'README.md', ...code, 'package.json']);
  const types = names.filter((name) => name.endsWith('.d.ts'));
  expect(types).toContain('esm/index.d.ts');
  expect(types.filter((name) => /\.ts['"]/.test(readFileSync(join(installed, name), 'utf8')))).toEqual([]);
});

test.each([
  ['an ES module', 'run.mjs', esm],
  ['CommonJS', 'run.cjs', commonJs],
])('%s imports it, and signs a call', (_, name, source) => {
  writeFileSync(join(project, name), source);
  expect(JSON.parse(run(process.execPath, [name], project))).toEqual({
    outcome: {
      status: 'success',
      result: {
        success: true,
        to: 'https://a1b2c3.execute-api.eu-central-1.amazonaws.com/prod/api/workflow/execute',
        signed: true,
      },
      replayed: false,
      traceId: 'task-001',
      attempts: 1,
    },
    error: 'NoOutcomeError',
  });
});

/** The code of the package's README, with what it leaves to the reader. */
function readme(): string {
  const [, code = ''] = /```ts\n([^]*?)```/.exec(readFileSync('lib/client/README.md', 'utf8')) ?? [];
  const given = 'url: string, region: string, traceId: string, credentials: () => Promise<AwsCredentials>';
  return `import type { AwsCredentials } from 'workflow-executor-client';\ndeclare const ${given};\n${code}`;
}

test.each([
  ['nodenext', 'nodenext', ['usage.mts', 'usage.cts', 'readme.mts']],
  ['bundler', 'esnext', ['usage.ts', 'readme.mts']],
])('its types compile under strict with %s, and refuse what is wrong', (resolution, module, names) => {
  for (const name of names) {
    const source = name.startsWith('readme') ? readme() : typed;
    writeFileSync(join(project, name), source);
  }
  const strict = ['--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess', '--noEmit'];
  const libraries = ['--target', 'es2022', '--lib', 'es2022,dom', '--types', ''];
  const modules = ['--module', module, '--moduleResolution', resolution];
  expect(run(process.execPath, [tsc, ...strict, ...libraries, ...modules, ...names], project)).toBe('');
});

test('publint finds nothing to complain about', async () => {
  const { buffer } = new Uint8Array(readFileSync(tarball));
  expect((await publint({ pack: { tarball: buffer }, strict: true })).messages).toEqual([]);
});

test('are-the-types-wrong finds no problem', () => {
  const output = run(process.execPath, [attw, '--format', 'json', tarball]);
  const { analysis, problems } = JSON.parse(output) as {
    analysis: { entrypoints: object };
    problems?: object;
  };
  expect(Object.keys(analysis.entrypoints)).toEqual(['.', './package.json']);
  expect(problems ?? {}).toEqual({});
});

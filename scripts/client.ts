// Builds the client package as ES modules and CommonJS with their types, and writes its tarball into a folder: `npm run client:pack`.
import { execFileSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');
const source = join(root, 'lib/client');
const target = resolve(process.argv[2] ?? join(root, 'dist/client'));
const staged = join(target, 'package');

rmSync(target, { recursive: true, force: true });
for (const format of ['esm', 'cjs'] as const)
  await build({
    entryPoints: [join(source, 'index.ts')],
    outfile: join(staged, format, 'index.js'),
    format,
    bundle: true,
    packages: 'external',
    platform: 'neutral',
    target: 'es2022',
    logLevel: 'warning',
  });
writeTypes();
writeFileSync(join(staged, 'cjs/package.json'), '{"type":"commonjs"}\n');
for (const file of ['package.json', 'README.md', 'LICENSE']) cpSync(join(source, file), join(staged, file));
pack();

/** The same declarations for both: the package.json beside them says what they describe. */
function writeTypes(): void {
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [compiler, '-p', source, '--outDir', join(staged, 'esm')], {
    stdio: 'inherit',
  });
  for (const file of globSync('**/*.d.ts', { cwd: join(staged, 'esm') })) {
    const path = join(staged, 'esm', file);
    // The compiler keeps the names of the sources in imports.
    writeFileSync(
      path,
      readFileSync(path, 'utf8').replaceAll(/(?<=['"]\.{1,2}\/[^'"]+)\.ts(?=['"])/g, '.js'),
    );
    mkdirSync(join(staged, 'cjs', file, '..'), { recursive: true });
    cpSync(path, join(staged, 'cjs', file));
  }
}

function pack(): void {
  const output = execFileSync('npm', ['pack', '--json', '--pack-destination', target], {
    cwd: staged,
    encoding: 'utf8',
  });
  const [packed] = JSON.parse(output) as { filename: string; size: number; unpackedSize: number }[];
  if (packed === undefined) throw new Error(`npm packed nothing: ${output}`);
  const { dependencies } = JSON.parse(readFileSync(join(staged, 'package.json'), 'utf8')) as {
    dependencies: Readonly<Record<string, string>>;
  };
  const names = Object.entries(dependencies).map(([name, range]) => `${name} ${range}`);
  const sizes = `${packed.size} bytes, ${packed.unpackedSize} unpacked`;
  process.stdout.write(`${join(target, packed.filename)}: ${sizes}; depends on ${names.join(', ')}\n`);
}

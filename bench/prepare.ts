// Makes ready what a run needs: the peers' packages, installed here alone, and our own bundle, freshly built.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

interface Manifest {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const here = (path: string): URL => new URL(path, import.meta.url);
const read = (path: string): Manifest => JSON.parse(readFileSync(here(path), 'utf8')) as Manifest;

/** Peers and product are compared fairly only on the same versions of what they share. */
function checkVersions(): void {
  const shared = Object.keys(read('../package.json').dependencies ?? {});
  const different = shared.filter((name) => {
    const wanted = read('package.json').dependencies?.[name];
    return wanted !== undefined && wanted !== read(`../node_modules/${name}/package.json`).version;
  });
  if (different.length > 0)
    throw new Error(`bench/package.json has another version than the product of ${different.join(', ')}.`);
}

export async function prepare(): Promise<void> {
  checkVersions();
  if (!existsSync(here('node_modules/.package-lock.json'))) {
    const folder = fileURLToPath(here('.'));
    const { status } = spawnSync('npm', ['ci', '--prefix', folder, '--no-audit', '--no-fund'], {
      stdio: 'inherit',
    });
    if (status !== 0) throw new Error('The packages of the peers could not be installed.');
  }
  const { buildFunction } = await import('../scripts/build.ts');
  await buildFunction();
}

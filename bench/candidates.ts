// What is measured: each candidate as one CommonJS file, made with the options that make our own bundle.
import { join } from 'node:path';
import { build } from 'esbuild';
import { buildFunction, bundleOptions } from '../scripts/build.ts';

export type CandidateName = 'floor' | 'standard' | 'empty' | 'ours';
export type Candidate = { readonly name: CandidateName; readonly path: string };
export type Candidates = Readonly<Record<CandidateName, Candidate>>;

/** Where a run keeps what it builds and the logs that it reads; ignored by git. */
export const workFolder = join(import.meta.dirname, '.work');

/** The scripts of measured processes, bundled so that they load nothing but themselves. */
export const scripts = { driver: join(workFolder, 'driver.mjs'), first: join(workFolder, 'first.mjs') };

export async function buildCandidates(): Promise<Candidates> {
  await build({
    absWorkingDir: import.meta.dirname,
    entryPoints: ['child/driver.ts', 'child/first.ts'],
    outdir: '.work',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
  });
  const buildPeer = async (name: CandidateName, file: string): Promise<Candidate> => {
    const path = join(workFolder, `${name}.cjs`);
    await build({
      ...bundleOptions,
      entryPoints: [join(import.meta.dirname, 'peers', file)],
      outfile: path,
    });
    return { name, path };
  };
  return {
    floor: await buildPeer('floor', 'floor.ts'),
    standard: await buildPeer('standard', 'standard-stack.ts'),
    empty: await buildPeer('empty', 'empty-middy.ts'),
    ours: { name: 'ours', path: await buildFunction() },
  };
}

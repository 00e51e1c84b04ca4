// What is measured: each contender as one minified CommonJS file, built with the options that ship our own.
import { build } from 'esbuild';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { deflateRawSync } from 'node:zlib';

export interface Contender {
  readonly name: 'floor' | 'standard' | 'ours' | 'empty';
  readonly path: string;
}

export interface Contenders {
  readonly floor: Contender;
  readonly standard: Contender;
  readonly empty: Contender;
  /** Absent while `npm run build` has not made it. */
  readonly ours?: Contender;
}

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const OURS = here('../dist/functions/execute.js');

/** Where a run keeps what it builds and the logs it captures; ignored by git. */
export const WORK = here('.work');

/** The scripts that run inside measured processes, bundled so that they load nothing but themselves. */
export const CHILDREN = { driver: here('.work/driver.mjs'), first: here('.work/first.mjs') };

export async function bundle(
  entry: string,
  outfile: string,
  options: { banner?: string } = {},
): Promise<void> {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    mainFields: ['module', 'main'],
    logLevel: 'error',
    ...(options.banner && { banner: { js: options.banner } }),
  });
}

export async function buildContenders(peersOnly: boolean): Promise<Contenders> {
  await build({
    entryPoints: [here('child/driver.ts'), here('child/first.ts')],
    outdir: here('.work'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
  const peer = async (name: Contender['name'], file: string): Promise<Contender> => {
    const path = here(`.work/${name}.cjs`);
    await bundle(here(`peers/${file}.ts`), path);
    return { name, path };
  };
  const [floor, standard, empty] = await Promise.all([
    peer('floor', 'floor'),
    peer('standard', 'standard-stack'),
    peer('empty', 'empty-middy'),
  ]);
  return {
    floor,
    standard,
    empty,
    ...(existsSync(OURS) && !peersOnly && { ours: { name: 'ours', path: OURS } }),
  };
}

/** Bytes of a zip that holds this one file: deflated at level 9, plus the three records of the format. */
export function zipBytes({ path }: Contender): number {
  const name = 'functions/execute.js'.length;
  const [localHeader, centralRecord, endRecord] = [30 + name, 46 + name, 22];
  return deflateRawSync(readFileSync(path), { level: 9 }).length + localHeader + centralRecord + endRecord;
}

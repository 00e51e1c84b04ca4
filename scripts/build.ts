// Builds the function into dist/, as one CommonJS bundle, as it is deployed, with its source map beside it.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build, type BuildOptions, type Metafile, type OutputFile, type Plugin } from 'esbuild';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');

const outfile = join(dist, 'functions', 'execute.js');

/** `module,main` and CommonJS made the smallest and quickest bundle to load of those measured. */
export const bundleOptions = {
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  mainFields: ['module', 'main'],
} satisfies BuildOptions;

/**
 * The modules that the code uses of the client that it loads at first use. esbuild keeps all that a module exports if it is imported
 * dynamically: of this client that is 2 KB more in the zip.
 */
const usedModules = `
  export * from './SchedulerClient';
  export * from './commands/CreateScheduleCommand';
`;

/** Leaves the other modules of that client out of the bundle. */
const leaveOutUnusedModules: Plugin = {
  name: 'leave out unused modules of the scheduler client',
  setup(builder) {
    const filter = /\/@aws-sdk\/client-scheduler\/dist-es\/index\.js$/;
    builder.onLoad({ filter }, () => ({ contents: usedModules }));
  },
};

/** Bundles the function. */
export async function bundleFunction(): Promise<{ outputFiles: OutputFile[]; metafile: Metafile }> {
  return await build({
    ...bundleOptions,
    absWorkingDir: root,
    entryPoints: [join(root, 'functions', 'execute.ts')],
    outfile,
    alias: {
      '@aws-sdk/credential-provider-node': join(root, 'lib', 'adapters', 'environment-credentials.ts'),
    },
    plugins: [leaveOutUnusedModules],
    sourcemap: 'linked',
    legalComments: 'none',
    logLevel: 'warning',
    write: false,
    metafile: true,
  });
}

/** Builds the function into dist/, with esbuild's list of what is in it beside it. */
export async function buildFunction(): Promise<string> {
  const { outputFiles, metafile } = await bundleFunction();
  mkdirSync(dirname(outfile), { recursive: true });
  for (const { path, contents } of outputFiles) writeWhole(path, contents);
  writeWhole(join(dist, 'execute.meta.json'), JSON.stringify(metafile));
  // The repository is ES modules; what is deployed has no package.json around it and is CommonJS.
  writeWhole(join(dist, 'package.json'), '{"type":"commonjs"}\n');
  return outfile;
}

/** Renamed into place: two builds at once, or a start during a build, never see half a file. */
function writeWhole(path: string, contents: string | Uint8Array): void {
  const beside = `${path}.${process.pid}`;
  writeFileSync(beside, contents);
  renameSync(beside, path);
}

if (import.meta.main) await buildFunction();

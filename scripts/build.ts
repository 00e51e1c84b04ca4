// `npm run build`: the function as one CommonJS bundle in dist/, as it is deployed. The source map lies beside it.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');

/** Builds the function. `module,main` and CommonJS made the smallest and quickest bundle to load of those measured. */
export async function buildFunction(): Promise<string> {
  const outfile = join(dist, 'functions', 'execute.js');
  await build({
    entryPoints: [join(root, 'functions', 'execute.ts')],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    mainFields: ['module', 'main'],
    alias: {
      '@aws-sdk/credential-provider-node': join(root, 'lib', 'adapters', 'environment-credentials.ts'),
    },
    sourcemap: 'external',
    legalComments: 'none',
    logLevel: 'warning',
  });
  mkdirSync(dist, { recursive: true });
  // The repository is ES modules; what is deployed has no package.json around it and is CommonJS.
  writeFileSync(join(dist, 'package.json'), '{"type":"commonjs"}\n');
  return outfile;
}

if (import.meta.main) await buildFunction();

// Builds the service so that a test can make any exported function throw, by its module and name, while the service runs.
// Every import of one module of the service by another goes through a wrapper of the imported one.
import { mkdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type BuildOptions, type Plugin } from 'esbuild';
import type { ServiceParts } from './service.ts';

export type FaultInjector = {
  readonly parts: ServiceParts;
  /** Every exported function of the modules loaded so far: `lib/executor/execute.ts createExecutor`, for example. */
  readonly functions: () => readonly string[];
  /** Functions that were called since `clearCalled`. */
  readonly called: ReadonlySet<string>;
  readonly clearCalled: () => void;
  /** From now on these functions throw; calls to others go through. */
  readonly breakFunctions: (functions: readonly string[], thrown: () => unknown) => void;
};

const root = resolve(import.meta.dirname, '../..');
const outFolder = join(root, 'node_modules/.cache/fault-injector');
const wrapped = 'wrapped';

/** @param modules paths from the root of the repository */
export async function buildFaultInjector(modules: readonly string[]): Promise<FaultInjector> {
  mkdirSync(outFolder, { recursive: true });
  const outfile = join(outFolder, `${process.pid}.mjs`);
  const exportsOf = await readExports(modules);
  await build({
    ...common,
    stdin: { contents: entryPoint, resolveDir: root, loader: 'ts' },
    bundle: true,
    packages: 'external',
    outfile,
    plugins: [wrapImports(exportsOf)],
  });
  let broken: ReadonlySet<string> = new Set();
  let thrown: () => unknown = () => undefined;
  const called = new Set<string>();
  const wraps = new Set<string>();
  Object.assign(globalThis, {
    wrapForFaultInjection: (name: string, value: unknown) => {
      if (typeof value !== 'function') return value;
      wraps.add(name);
      const pass = (): void => {
        called.add(name);
        if (!broken.has(name)) return;
        // Whatever a test asks for is thrown, errors or not.
        throw thrown() as Error;
      };
      return new Proxy(value, {
        apply: (target, self, args) => {
          pass();
          return Reflect.apply(target as () => unknown, self, args) as unknown;
        },
        construct: (target, args, newTarget) => {
          pass();
          return Reflect.construct(target as new () => object, args, newTarget) as object;
        },
      });
    },
  });
  const parts = (await import(pathToFileURL(outfile).href)) as ServiceParts;
  return {
    parts,
    functions: () => [...wraps].toSorted(),
    called,
    clearCalled: () => {
      called.clear();
    },
    breakFunctions: (functions, how) => {
      broken = new Set(functions);
      thrown = how;
    },
  };
}

const common = {
  format: 'esm',
  platform: 'node',
  target: 'node24',
  write: true,
  keepNames: true,
} satisfies BuildOptions;

const entryPoint = `
  export { composeService } from './functions/compose.ts';
  export { createFunction } from './functions/dispatch.ts';
  export { readConfig, readServiceInfo } from './lib/config/config.ts';
`;

/** The names that each module exports, types apart. */
async function readExports(modules: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const { metafile } = await build({
    ...common,
    absWorkingDir: root,
    entryPoints: [...modules],
    outdir: outFolder,
    write: false,
    metafile: true,
  });
  const pairs = Object.values(metafile.outputs).map(({ entryPoint, exports }): [string, string[]] => [
    entryPoint ?? '',
    exports,
  ]);
  return new Map(pairs);
}

function wrapImports(exportsOf: ReadonlyMap<string, readonly string[]>): Plugin {
  return {
    name: 'wrap-imports',
    setup: (bundler) => {
      bundler.onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir, namespace, importer }) => {
        const module = relative(root, resolve(resolveDir, path));
        if (!module.startsWith('lib/')) return { path: join(root, module) };
        const isWrapper = namespace === wrapped && importer === module;
        return isWrapper ? { path: join(root, module) } : { path: module, namespace: wrapped };
      });
      bundler.onLoad({ filter: /.*/, namespace: wrapped }, ({ path }) => {
        const lines = (exportsOf.get(path) ?? []).map((name, index) => {
          const wrap = `wrapForFaultInjection(${JSON.stringify(`${path} ${name}`)}, actual[${JSON.stringify(name)}])`;
          return `const wrapped${index} = ${wrap};\nexport { wrapped${index} as ${name} };`;
        });
        const contents = [`import * as actual from './${path}';`, ...lines].join('\n');
        return { contents, resolveDir: root, loader: 'js' };
      });
    },
  };
}

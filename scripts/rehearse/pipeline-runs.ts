// Responsible for running the pipeline's script parts in the rehearsal as the workflow runs them: built in one folder, deployed from
// another, against the stage `dev` of the stand-in. Leaves what is deployed, and what is expected of it, to pipeline-*.ts beside it.

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serveDeployed, type Api, type ApiOptions } from './api.ts';
import type { Deployer } from './deployer.ts';
import { inheritedEnvironment } from './service.ts';
import type { StandIn } from './stand-in.ts';

export const stage = 'dev';

export type Step = (title: string, run: () => Promise<readonly string[]>) => Promise<void>;

export interface Ran {
  readonly code: number | null;
  readonly said: string;
}

/** A breach where `ran` failed. */
export const passes = ({ code, said }: Ran): string[] =>
  code === 0 ? [] : [`it ends with ${String(code)}:\n${said}`];

/** A breach where `ran` did not fail, or without saying `because`. */
export const fails = ({ code, said }: Ran, because: string): string[] =>
  code !== 0 && said.includes(because)
    ? []
    : [`it ends with ${String(code)}, without "${because}":\n${said}`];

export type PipelineRuns = ReturnType<typeof createRuns>;

/**
 * @param directory where the repository's copy is, from which each version is built
 * @param deployer where it is deployed from
 */
export function createRuns(directory: string, deployer: Deployer, standIn: StandIn) {
  const environment: Record<string, string> = { ...inheritedEnvironment(directory), ...standIn.env };
  const script = join(deployer.directory, 'scripts/pipeline/main.ts');
  const entry = join(directory, 'functions/execute.ts');
  const goodSource = readFileSync(entry, 'utf8');

  const runNode = (args: readonly string[], variables: Readonly<Record<string, string>> = {}): Promise<Ran> =>
    new Promise((resolve) => {
      const env = { ...environment, ...variables };
      execFile(
        process.execPath,
        args,
        { cwd: deployer.directory, env, maxBuffer: 1 << 24 },
        (error, stdout, stderr) =>
          resolve({ code: error === null ? 0 : Number(error.code ?? 1), said: stdout + stderr }),
      );
    });
  const pipeline = (args: readonly string[], variables?: Readonly<Record<string, string>>): Promise<Ran> =>
    runNode([script, '--stage', stage, ...args], variables);
  const must = async (args: readonly string[]): Promise<string> => {
    const { code, said } = await pipeline(args);
    if (code !== 0) throw new Error(`pipeline ${args.join(' ')} ended with ${String(code)}\n${said}`);
    return said;
  };

  /** Uses the API before what is deployed now. */
  const withApi = async <Result>(
    use: (api: Api) => Promise<Result>,
    options: Partial<ApiOptions> = {},
  ): Promise<Result> => {
    const api = await serveDeployed({ aws: standIn.env, stage, ...options });
    try {
      return await use(api);
    } finally {
      await api.close();
    }
  };
  const build = async (): Promise<void> => {
    environment['PREBUILT_SHA256'] = await deployer.takeOver(directory);
  };
  const before = async (): Promise<string> => (await must(['before'])).trim();

  return {
    directory,
    env: standIn.env,
    runNode,
    pipeline,
    withApi,
    build,
    /** What is deployed, as the pipeline notes it. */
    before,
    takeBack: (to: string): Promise<string> => must(['take-back', '--before', to]),
    /** Builds and deploys over what is deployed now; gives what was printed. @throws when it fails */
    deploy: async (): Promise<string> => {
      await build();
      return (await before()) === ''
        ? await must(['deploy'])
        : await withApi(({ url }) => must(['deploy', '--url', url]));
    },
    check: (sha: string, options?: Partial<ApiOptions>): Promise<Ran> =>
      withApi(({ url }) => pipeline(['check', '--sha', sha, '--url', url]), options),
    /** A deployment that is ended while the stack is updated, with its children, as GitHub's runner does in the end. */
    cancelWhileUpdating: async (): Promise<void> => {
      await build();
      standIn.holdNextUpdate();
      await withApi(async ({ url }) => {
        const { pid, ...run } = startGroup([script, 'deploy', '--stage', stage, '--url', url]);
        try {
          await standIn.until(stage, 'UPDATE_IN_PROGRESS');
        } finally {
          process.kill(-pid, 'SIGKILL');
          await run.ended;
        }
      });
    },
    failNextRollback: (): void => standIn.failNextRollback(),
    /** Makes the next version one whose function answers every request with an error. */
    breakSource: (): void =>
      writeFileSync(
        entry,
        'export const handler = () => Promise.resolve({ statusCode: 500, body: "broken" });\n',
      ),
    mendSource: (version: string): void =>
      writeFileSync(entry, `${goodSource}\nexport const version = '${version}';\n`),
    restoreSource: (): void => writeFileSync(entry, goodSource),
  };

  function startGroup(args: readonly string[]): { readonly pid: number; readonly ended: Promise<unknown> } {
    const child = spawn(process.execPath, args, {
      cwd: deployer.directory,
      env: environment,
      stdio: 'ignore',
      detached: true,
    });
    if (child.pid === undefined) throw new Error('the deployment was not started');
    return { pid: child.pid, ended: once(child, 'exit') };
  }
}

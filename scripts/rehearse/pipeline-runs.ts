// Runs the scripts of the pipeline as the workflow runs them: built in one folder, deployed from another, against the stage `dev` of the
// fake of AWS.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serveDeployed, type Api, type ApiOptions } from './api.ts';
import type { Deployer } from './deployer.ts';
import type { FakeAwsAccount } from './fake-aws.ts';
import { inheritedEnvironment, runScript, type ScriptResult } from './service.ts';

export const stage = 'dev';

type ScriptVariables = Readonly<Record<string, string>>;

export function assertPasses({ code, output }: ScriptResult): void {
  assert.equal(code, 0, output);
}

/** @throws when the script passed, or failed without saying `because` */
export function assertFails({ code, output }: ScriptResult, because: string): void {
  assert.notEqual(code, 0, output);
  assert.ok(output.includes(because), `it does not say "${because}":\n${output}`);
}

export type PipelineRuns = ReturnType<typeof createRuns>;

/**
 * @param directory where the repository's copy is, from which each version is built
 * @param deployer where it is deployed from
 */
export function createRuns(directory: string, deployer: Deployer, aws: FakeAwsAccount) {
  const environment: Record<string, string> = { ...inheritedEnvironment(directory), ...aws.env };
  const script = join(deployer.directory, 'scripts/pipeline/main.ts');
  const entry = join(directory, 'functions/execute.ts');
  const goodSource = readFileSync(entry, 'utf8');

  const runNode = (args: readonly string[], variables: ScriptVariables = {}): Promise<ScriptResult> =>
    runScript(deployer.directory, args, { ...environment, ...variables });
  const pipeline = (args: readonly string[], variables?: ScriptVariables): Promise<ScriptResult> =>
    runNode([script, '--stage', stage, ...args], variables);
  const pass = async (args: readonly string[]): Promise<string> => {
    const result = await pipeline(args);
    assertPasses(result);
    return result.output;
  };

  /** Uses the API in front of what is deployed now. */
  const withApi = async <Result>(
    use: (api: Api) => Promise<Result>,
    options: Partial<ApiOptions> = {},
  ): Promise<Result> => {
    const api = await serveDeployed({ aws, stage, ...options });
    try {
      return await use(api);
    } finally {
      await api.close();
    }
  };
  const build = async (): Promise<void> => {
    environment['PREBUILT_SHA256'] = await deployer.takeOver(directory);
  };
  const before = async (): Promise<string> => (await pass(['before'])).trim();

  return {
    aws,
    directory,
    runNode,
    pipeline,
    withApi,
    build,
    /** What is deployed, as the pipeline notes it. */
    before,
    rollBack: (to: string): Promise<string> => pass(['roll-back', '--before', to]),
    /** Builds and deploys over what is deployed now; resolves with what was printed. @throws when it fails */
    deploy: async (): Promise<string> => {
      await build();
      const found = await before();
      return found === ''
        ? await pass(['deploy'])
        : await withApi(({ url }) => pass(['deploy', '--url', url, '--before', found]));
    },
    check: (sha: string, options?: Partial<ApiOptions>): Promise<ScriptResult> =>
      withApi(({ url }) => pipeline(['check', '--sha', sha, '--url', url]), options),
    /** Starts a deployment, and ends it with its children while the stack is updated, as GitHub's runner does in the end. */
    cancelWhileUpdating: async (): Promise<void> => {
      await build();
      await aws.holdNextUpdate();
      await withApi(async ({ url }) => {
        const child = spawn(process.execPath, [script, 'deploy', '--stage', stage, '--url', url], {
          cwd: deployer.directory,
          env: environment,
          stdio: 'ignore',
          detached: true,
        });
        const ended = once(child, 'exit');
        try {
          await aws.until(stage, 'UPDATE_IN_PROGRESS');
        } finally {
          process.kill(-(child.pid ?? assert.fail('the deployment was not started')), 'SIGKILL');
          await ended;
        }
      });
    },
    /** Makes the next version one whose function answers every request with an error. */
    breakSource: (): void =>
      writeFileSync(
        entry,
        'export const handler = () => Promise.resolve({ statusCode: 500, body: "broken" });\n',
      ),
    /** Makes the next version a good one, which differs from every other. */
    writeSource: (version: string): void =>
      writeFileSync(entry, `${goodSource}\nexport const version = '${version}';\n`),
  };
}

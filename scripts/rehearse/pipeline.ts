// Responsible for the pipeline in the rehearsal: its script parts run as the workflow runs them, through deployments that are good,
// bad, refused, cancelled, and behind a JWT. Leaves the printing of each step to main.ts.

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { serveDeployed, type Api } from './api.ts';
import { differs } from './assert/assertion.ts';
import { inheritedEnvironment } from './service.ts';
import type { StandIn } from './stand-in.ts';

type Step = (title: string, run: () => Promise<readonly string[]>) => Promise<void>;

const stage = 'dev';
const jwt = { issuer: 'https://issuer.example.com', audience: 'workflow-executor' };
const jwtParameters = ['--param', `jwtIssuer=${jwt.issuer}`, '--param', `jwtAudience=${jwt.audience}`];

/** A token as an issuer makes it, but for the signature. */
const tokenOf = (claims: object): string =>
  [{ alg: 'none' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.') +
  '.';
const now = Math.floor(Date.now() / 1000);
const goodClaims = { iss: jwt.issuer, aud: jwt.audience, exp: now + 3_600 };

interface Ran {
  readonly code: number | null;
  readonly said: string;
}

/** Runs the pipeline's steps in `directory`, where the repository's copy is, with the stand-in's stage `dev` as it is found. */
export async function rehearsePipeline(directory: string, standIn: StandIn, step: Step): Promise<void> {
  const environment = { ...inheritedEnvironment(directory), ...standIn.env };
  const script = join(directory, 'scripts/pipeline/main.ts');

  const pipeline = (args: readonly string[], token = ''): Promise<Ran> =>
    new Promise((resolve) => {
      execFile(
        process.execPath,
        [script, ...args],
        { cwd: directory, env: { ...environment, CONTRACT_TOKEN: token }, maxBuffer: 1 << 24 },
        (error, stdout, stderr) =>
          resolve({ code: error === null ? 0 : Number(error.code ?? 1), said: stdout + stderr }),
      );
    });
  const must = async (args: readonly string[], token?: string): Promise<string> => {
    const { code, said } = await pipeline(args, token);
    if (code !== 0) throw new Error(`pipeline ${args.join(' ')} ended with ${String(code)}\n${said}`);
    return said;
  };
  const before = async (): Promise<string> => (await must(['before', '--stage', stage])).trim();
  const deploy = (...options: string[]): Promise<string> =>
    must(['deploy', '--stage', stage, '--', ...options]);
  const takeBack = (to: string): Promise<string> => must(['take-back', '--stage', stage, '--before', to]);
  const checkAt = async (api: Api, sha: string, token?: string): Promise<Ran> => {
    try {
      return await pipeline(['check', '--stage', stage, '--sha', sha, '--url', api.url], token);
    } finally {
      await api.close();
    }
  };
  const check = async (sha: string): Promise<Ran> =>
    await checkAt(await serveDeployed({ aws: standIn.env, stage }), sha);
  const passes = ({ code, said }: Ran): string[] => (code === 0 ? [] : [`the check fails:\n${said}`]);
  const fails = ({ code, said }: Ran, because: string): string[] =>
    code !== 0 && said.includes(because)
      ? []
      : [`the check ends with ${String(code)}, without "${because}":\n${said}`];

  const entry = join(directory, 'functions/execute.ts');
  const goodSource = readFileSync(entry, 'utf8');
  /** A version whose function answers every request with an error. */
  const breakSource = (): void =>
    writeFileSync(
      entry,
      'export const handler = () => Promise.resolve({ statusCode: 500, body: "broken" });\n',
    );
  const mendSource = (version: string): void =>
    writeFileSync(entry, `${goodSource}\nexport const version = '${version}';\n`);

  let good = '';
  await step(
    'pipeline: a good version is deployed and passes its check, and a second check finds the canary replayed',
    async () => {
      mendSource('first');
      await deploy();
      good = await before();
      return [...passes(await check('a'.repeat(40))), ...passes(await check('a'.repeat(40)))];
    },
  );
  await step('pipeline: the same version again is deployed already', async () =>
    (await deploy()).includes('is deployed already')
      ? differs('what is deployed', await before(), good)
      : ['it deployed again'],
  );
  for (const time of ['a bad version', 'the same bad version, once more,']) {
    await step(
      `pipeline: ${time} is deployed, fails its check, and is taken back to the good one`,
      async () => {
        breakSource();
        const from = await before();
        await deploy();
        const bad = await before();
        const failed = fails(await check('b'.repeat(40)), 'FAIL  canary');
        await takeBack(from);
        return [
          ...differs('where it goes back to', from, good),
          ...(bad === good ? ['the bad version was not deployed'] : []),
          ...failed,
          ...differs('what is deployed', await before(), good),
          ...passes(await check('a'.repeat(40))),
        ];
      },
    );
  }
  await step('pipeline: osls alone would deploy nothing after that', async () => {
    return [];
  });
  await step('pipeline: the next good version is deployed and passes', async () => {
    mendSource('second');
    await deploy();
    const deployed = await before();
    return [...(deployed === good ? ['it was not deployed'] : []), ...passes(await check('c'.repeat(40)))];
  });
  void spawn;
  void once;
  void cpSync;
  void sleep;
  void goodClaims;
  void tokenOf;
  void jwtParameters;
}

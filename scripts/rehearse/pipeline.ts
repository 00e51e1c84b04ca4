// Responsible for the pipeline in the rehearsal: its script parts run as the workflow runs them, through deployments that are good,
// bad, refused, cancelled, and behind a JWT. Leaves the printing of each step to main.ts.

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serveDeployed, type Api } from './api.ts';
import { differs } from './assert/assertion.ts';
import { startRefusingStore } from './refusing-store.ts';
import { inheritedEnvironment, serverless } from './service.ts';
import type { StandIn } from './stand-in.ts';

type Step = (title: string, run: () => Promise<readonly string[]>) => Promise<void>;

const stage = 'dev';
const jwt = { issuer: 'https://issuer.example.com', audience: 'workflow-executor' };
const jwtParameters = ['--param', `jwtIssuer=${jwt.issuer}`, '--param', `jwtAudience=${jwt.audience}`];

/** A token as an issuer makes it, but for the signature. */
const tokenOf = (claims: object): string =>
  [{ alg: 'none' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.') +
  '.';
const goodClaims = { iss: jwt.issuer, aud: jwt.audience, exp: Math.floor(Date.now() / 1000) + 3_600 };

interface Ran {
  readonly code: number | null;
  readonly said: string;
}

/** Runs the pipeline's steps in `directory`, where the repository's copy is, with the stand-in's stage `dev` as it is found. */
export async function rehearsePipeline(directory: string, standIn: StandIn, step: Step): Promise<void> {
  const environment = { ...inheritedEnvironment(directory), ...standIn.env };
  const script = join(directory, 'scripts/pipeline/main.ts');

  const runNode = (args: readonly string[], token = ''): Promise<Ran> =>
    new Promise((resolve) => {
      execFile(
        process.execPath,
        args,
        { cwd: directory, env: { ...environment, CONTRACT_TOKEN: token }, maxBuffer: 1 << 24 },
        (error, stdout, stderr) =>
          resolve({ code: error === null ? 0 : Number(error.code ?? 1), said: stdout + stderr }),
      );
    });
  const pipeline = (args: readonly string[], token?: string): Promise<Ran> =>
    runNode([script, ...args], token);
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
      const first = await before();
      await deploy();
      good = await before();
      return [
        ...differs('what is deployed before the first deployment', first, ''),
        ...passes(await check('a'.repeat(40))),
        ...passes(await check('a'.repeat(40))),
      ];
    },
  );
  await step('pipeline: the first deployment of a stage has nothing to go back to', async () => {
    const failed = fails(
      await pipeline(['take-back', '--stage', stage, '--before', '']),
      'there is nothing to go back to',
    );
    return [...failed, ...differs('what is deployed', await before(), good)];
  });
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
  await step('pipeline: no upload of a version that was taken back is kept', async () => {
    const listed = await serverless(directory, ['deploy', 'list', '--stage', stage], standIn.env);
    const kept = [...listed.matchAll(/Timestamp: (\d+)/g)].map(([, timestamp]) => timestamp);
    return differs('the uploads', kept, [(JSON.parse(good) as { timestamp: string }).timestamp]);
  });
  await step('pipeline: the next good version is deployed and passes', async () => {
    mendSource('second');
    await deploy();
    const deployed = await before();
    const wrong = deployed === good ? ['it was not deployed'] : [];
    good = deployed;
    return [...wrong, ...passes(await check('c'.repeat(40)))];
  });
  await step(
    'pipeline: a store that refuses every write fails the check, though every case that leaves no trace holds',
    async () => {
      const store = await startRefusingStore(standIn.env['AWS_ENDPOINT_URL'] ?? '');
      try {
        const served = await serveDeployed({
          aws: standIn.env,
          stage,
          variables: { AWS_ENDPOINT_URL: store.url },
        });
        const cases = await runNode(['scripts/test-contract.ts', '--url', served.url, '--leave-no-trace']);
        const refusedByCases = store.refused();
        return [
          ...passes(cases),
          ...differs('the writes that the cases tried', refusedByCases, 0),
          ...fails(await checkAt(served, 'd'.repeat(40)), 'it is not executed: 503'),
          ...(store.refused() > 0 ? [] : ['the canary tried no write']),
        ];
      } finally {
        store.close();
      }
    },
  );
  await step('pipeline: a run that is cancelled while the stack is updated is taken back', async () => {
    mendSource('cancelled');
    standIn.holdNextUpdate();
    const interrupted = spawn(process.execPath, [script, 'deploy', '--stage', stage], {
      cwd: directory,
      env: environment,
      stdio: 'ignore',
      detached: true,
    });
    const ended = once(interrupted, 'exit');
    await standIn.until(stage, 'UPDATE_IN_PROGRESS');
    // With its children, as GitHub's runner does.
    process.kill(-(interrupted.pid ?? 0), 'SIGKILL');
    await ended;
    const said = await takeBack(good);
    return [
      ...(said.includes('it is cancelled') ? [] : [`the update was not cancelled:\n${said}`]),
      ...differs('what is deployed', await before(), good),
      ...passes(await check('c'.repeat(40))),
    ];
  });
  await step('pipeline: a run that is cancelled once the stack is updated is taken back', async () => {
    mendSource('cancelled later');
    await deploy();
    const cancelled = await before();
    await takeBack(good);
    return [
      ...(cancelled === good ? ['it was not deployed'] : []),
      ...differs('what is deployed', await before(), good),
      ...((await takeBack(good)).includes('Rolling back')
        ? ['what was back already was taken back again']
        : []),
    ];
  });
  await step(
    'pipeline: authorizer and token that cannot work are an error before anything is deployed',
    async () => {
      const refusals: [string, readonly string[], string][] = [
        ['', jwtParameters, 'CONTRACT_TOKEN is not set'],
        [tokenOf(goodClaims), [], 'called with IAM signatures'],
      ];
      const wrong: string[] = [];
      for (const [token, parameters, because] of refusals) {
        const ran = await pipeline(['deploy', '--stage', stage, '--', ...parameters], token);
        wrong.push(...fails(ran, because));
        if (token !== '' && ran.said.includes(token)) wrong.push('the token is printed');
      }
      return [...wrong, ...differs('what is deployed', await before(), good)];
    },
  );
  await step(
    'pipeline: a stage behind a JWT is deployed and passes its check with a token, and not with a signature',
    async () => {
      const token = tokenOf(goodClaims);
      const said = await must(['deploy', '--stage', stage, '--', ...jwtParameters], token);
      const behind = await serveDeployed({ aws: standIn.env, stage, token });
      const ran = await checkAt(behind, 'e'.repeat(40), token);
      const signed = await checkAt(await serveDeployed({ aws: standIn.env, stage, token }), 'e'.repeat(40));
      return [
        ...passes(ran),
        ...fails(signed, 'it turns us away with 401'),
        ...((said + ran.said).includes(token) ? ['the token is printed'] : []),
      ];
    },
  );
  writeFileSync(entry, goodSource);
}

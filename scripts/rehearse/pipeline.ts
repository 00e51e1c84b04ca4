// Responsible for the pipeline in the rehearsal: its script parts run as the workflow runs them, through deployments that are good,
// bad, refused, cancelled, and behind a JWT. Leaves the printing of each step to main.ts.

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { serveDeployed, type Api, type ApiOptions } from './api.ts';
import { differs } from './assert/assertion.ts';
import type { Deployer } from './deployer.ts';
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

/** An issuer that gives `token` to whoever asks. */
async function serveToken(token: string): Promise<{ readonly url: string; readonly close: () => void }> {
  const issuer = createServer((_request, response) => response.end(JSON.stringify({ access_token: token })));
  await once(issuer.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(issuer.address() as AddressInfo).port}/`,
    close: () => void issuer.close(),
  };
}

interface Ran {
  readonly code: number | null;
  readonly said: string;
}

/**
 * Runs the pipeline's steps with the stand-in's stage `dev` as it is found.
 *
 * @param directory where the repository's copy is, from which each version is built
 * @param deployer where it is deployed from
 */
export async function rehearsePipeline(
  directory: string,
  deployer: Deployer,
  standIn: StandIn,
  step: Step,
): Promise<void> {
  const environment: Record<string, string> = { ...inheritedEnvironment(directory), ...standIn.env };
  const script = join(deployer.directory, 'scripts/pipeline/main.ts');

  const runNode = (args: readonly string[], token = '', variables: object = {}): Promise<Ran> =>
    new Promise((resolve) => {
      execFile(
        process.execPath,
        args,
        {
          cwd: deployer.directory,
          env: { ...environment, CONTRACT_TOKEN: token, ...variables },
          maxBuffer: 1 << 24,
        },
        (error, stdout, stderr) =>
          resolve({ code: error === null ? 0 : Number(error.code ?? 1), said: stdout + stderr }),
      );
    });
  const pipeline = (args: readonly string[], token?: string, variables?: object): Promise<Ran> =>
    runNode([script, ...args], token, variables);
  const must = async (args: readonly string[]): Promise<string> => {
    const { code, said } = await pipeline(args);
    if (code !== 0) throw new Error(`pipeline ${args.join(' ')} ended with ${String(code)}\n${said}`);
    return said;
  };
  const before = async (): Promise<string> => (await must(['before', '--stage', stage])).trim();
  const serve = (options: Partial<ApiOptions> = {}): Promise<Api> =>
    serveDeployed({ aws: standIn.env, stage, ...options });
  const build = async (): Promise<void> => {
    environment['PREBUILT_SHA256'] = await deployer.takeOver(directory);
  };
  /** @param api what is deployed now; not there before the first deployment */
  const deployOver = async (api: Api | undefined): Promise<Ran> => {
    await build();
    const url = api === undefined ? [] : ['--url', api.url];
    const ran = await pipeline(['deploy', '--stage', stage, ...url]);
    await api?.close();
    return ran;
  };
  const deploy = async (): Promise<string> => {
    const { code, said } = await deployOver((await before()) === '' ? undefined : await serve());
    if (code !== 0) throw new Error(`the deployment ended with ${String(code)}\n${said}`);
    return said;
  };
  const takeBack = (to: string): Promise<string> => must(['take-back', '--stage', stage, '--before', to]);
  const checkAt = async (api: Api, sha: string): Promise<Ran> => {
    try {
      return await pipeline(['check', '--stage', stage, '--sha', sha, '--url', api.url]);
    } finally {
      await api.close();
    }
  };
  const check = async (sha: string): Promise<Ran> => await checkAt(await serve(), sha);
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
        const served = await serve({ variables: { AWS_ENDPOINT_URL: store.url } });
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
  for (const [title, fail, says] of [
    ['', () => undefined, ['it is cancelled']],
    [', over a rollback that fails once', standIn.failNextRollback, ['it is cancelled', 'it is continued']],
  ] as const) {
    await step(
      `pipeline: a run that is cancelled while the stack is updated is taken back${title}`,
      async () => {
        mendSource(`cancelled${title}`);
        await build();
        standIn.holdNextUpdate();
        fail();
        const api = await serve();
        const interrupted = spawn(process.execPath, [script, 'deploy', '--stage', stage, '--url', api.url], {
          cwd: deployer.directory,
          env: environment,
          stdio: 'ignore',
          detached: true,
        });
        const { pid } = interrupted;
        if (pid === undefined) throw new Error('the deployment was not started');
        const ended = once(interrupted, 'exit');
        await standIn.until(stage, 'UPDATE_IN_PROGRESS');
        // With its children, as GitHub's runner does.
        process.kill(-pid, 'SIGKILL');
        await ended;
        await api.close();
        const said = await takeBack(good);
        return [
          ...says.filter((one) => !said.includes(one)).map((one) => `it does not say "${one}":\n${said}`),
          ...differs('what is deployed', await before(), good),
          ...passes(await check('c'.repeat(40))),
        ];
      },
    );
  }
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
    'pipeline: a pipeline that the API turns away is told so before anything is deployed',
    async () => {
      mendSource('turned away');
      const ran = await deployOver(await serve({ token: 'of others' }));
      return [
        ...fails(ran, 'it turns us away with 401'),
        ...fails(ran, 'Nothing was deployed'),
        ...differs('what is deployed', await before(), good),
      ];
    },
  );
  await step('pipeline: an archive that is not the one that was built is not deployed', async () => {
    const ran = await pipeline(['deploy', '--stage', stage], '', { PREBUILT_SHA256: 'a'.repeat(64) });
    return [...fails(ran, 'has the SHA-256'), ...differs('what is deployed', await before(), good)];
  });
  await step(
    'pipeline: authorizer and token that cannot work are an error before anything is deployed',
    async () => {
      const refusals: [string, readonly string[], string][] = [
        ['', jwtParameters, 'neither CONTRACT_TOKEN nor CONTRACT_TOKEN_URL is set'],
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
    'pipeline: a stage behind a JWT is deployed and passes its check with a token of its issuer, and not with a signature',
    async () => {
      const token = tokenOf(goodClaims);
      const issuer = await serveToken(token);
      const client = {
        CONTRACT_TOKEN_URL: issuer.url,
        CONTRACT_CLIENT_ID: 'pipeline',
        CONTRACT_CLIENT_SECRET: 'not-to-be-printed',
      };
      const deployed = await pipeline(['deploy', '--stage', stage, '--', ...jwtParameters], '', client);
      const check = ['check', '--stage', stage, '--sha', 'e'.repeat(40), '--url'];
      const behind = await serve({ token });
      const byClient = await pipeline([...check, behind.url], '', client);
      const byToken = await pipeline([...check, behind.url], token);
      const bySignature = await pipeline([...check, behind.url]);
      await behind.close();
      issuer.close();
      const said = [deployed, byClient, byToken, bySignature].map((ran) => ran.said).join('');
      return [
        ...[deployed, byClient, byToken].flatMap(passes),
        ...fails(bySignature, 'it turns us away with 401'),
        ...[token, client.CONTRACT_CLIENT_SECRET]
          .filter((secret) => said.includes(secret))
          .map((secret) => `${secret} is printed`),
      ];
    },
  );
  writeFileSync(entry, goodSource);
}

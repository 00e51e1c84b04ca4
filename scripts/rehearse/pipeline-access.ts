// Responsible for who may deploy and call in the rehearsal of the pipeline: a caller that is turned away, an archive of another build, and
// signatures and tokens that fit the stage or do not.

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { differs } from './differs.ts';
import { fails, passes, type PipelineRuns, type Step } from './pipeline-runs.ts';

const jwt = { issuer: 'https://issuer.example.com', audience: 'workflow-executor' };
const jwtParameters = ['--', '--param', `jwtIssuer=${jwt.issuer}`, '--param', `jwtAudience=${jwt.audience}`];

/** A token as an issuer makes it, but for the signature. */
function tokenFor(minutes: number): string {
  const claims = { iss: jwt.issuer, aud: jwt.audience, exp: Math.floor(Date.now() / 1000) + minutes * 60 };
  const parts = [{ alg: 'none' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  return `${parts.join('.')}.`;
}

/** An issuer that gives `token` to whoever asks. */
async function serveToken(token: string): Promise<{ readonly url: string; readonly close: () => void }> {
  const issuer = createServer((_request, response) => response.end(JSON.stringify({ access_token: token })));
  await once(issuer.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(issuer.address() as AddressInfo).port}/`,
    close: () => void issuer.close(),
  };
}

/** Finds a good version deployed behind IAM, and leaves it behind a JWT. */
export async function rehearseAccess(runs: PipelineRuns, step: Step): Promise<void> {
  const { before, pipeline, withApi } = runs;
  runs.mendSource('of another caller');
  await runs.build();
  const good = await before();

  await step(
    'pipeline: a pipeline that the API turns away is told so before anything is deployed',
    async () => {
      const ran = await withApi(({ url }) => pipeline(['deploy', '--url', url]), { token: 'of others' });
      return [
        ...fails(ran, 'it turns us away with 401'),
        ...fails(ran, 'Nothing was deployed'),
        ...differs('what is deployed', await before(), good),
      ];
    },
  );
  await step('pipeline: an archive that is not the one that was built is not deployed', async () => [
    ...fails(await pipeline(['deploy'], { PREBUILT_SHA256: 'a'.repeat(64) }), 'has the SHA-256'),
    ...differs('what is deployed', await before(), good),
  ]);
  await step(
    'pipeline: authorizer and token that cannot work are an error before anything is deployed',
    async () => {
      const refusals: [string, readonly string[], string][] = [
        ['', jwtParameters, 'neither CONTRACT_TOKEN nor CONTRACT_TOKEN_URL is set'],
        [tokenFor(60), [], 'called with IAM signatures'],
        [tokenFor(5), jwtParameters, 'must be valid for 25 minutes more'],
      ];
      const wrong: string[] = [];
      for (const [token, parameters, because] of refusals) {
        const ran = await pipeline(['deploy', '--url', 'http://127.0.0.1:9', ...parameters], {
          CONTRACT_TOKEN: token,
        });
        wrong.push(...fails(ran, because));
        if (token !== '' && ran.said.includes(token)) wrong.push('the token is printed');
      }
      return [...wrong, ...differs('what is deployed', await before(), good)];
    },
  );
  await step(
    'pipeline: a stage behind a JWT is deployed and passes its check with a token of its issuer, and not with a signature',
    async () => {
      // As short as some issuers give it: enough for each call, not for a deployment.
      const token = tokenFor(5);
      const secret = 'not-to-be-printed';
      const issuer = await serveToken(token);
      const client = {
        CONTRACT_TOKEN_URL: issuer.url,
        CONTRACT_CLIENT_ID: 'pipeline',
        CONTRACT_CLIENT_SECRET: secret,
      };
      try {
        const deployed = await pipeline(['deploy', ...jwtParameters], client);
        return await withApi(
          async ({ url }) => {
            const check = ['check', '--sha', 'e'.repeat(40), '--url', url];
            const byClient = await pipeline(check, client);
            const byToken = await pipeline(check, { CONTRACT_TOKEN: token });
            const bySignature = await pipeline(check);
            const said = [deployed, byClient, byToken, bySignature].map((ran) => ran.said).join('');
            return [
              ...[deployed, byClient, byToken].flatMap(passes),
              ...fails(bySignature, 'it turns us away with 401'),
              ...[token, secret].filter((one) => said.includes(one)).map((one) => `${one} is printed`),
            ];
          },
          { token },
        );
      } finally {
        issuer.close();
      }
    },
  );
}

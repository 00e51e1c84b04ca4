// Rehearses who may deploy and call through the pipeline: a caller that is turned away, an archive of another build, and signatures and
// tokens that fit the stage or do not.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before as beforeAll, describe, test } from 'node:test';
import { UnsecuredJWT } from 'jose';
import { listenLocally } from '../local/guard.ts';
import { assertFails, assertPasses, type PipelineRuns } from './pipeline-runs.ts';

const jwt = { issuer: 'https://issuer.example.com', audience: 'workflow-executor' };
const jwtParameters = ['--', '--param', `jwtIssuer=${jwt.issuer}`, '--param', `jwtAudience=${jwt.audience}`];

/** A token as an issuer makes it, but for the signature. */
function tokenFor(minutes: number): string {
  const token = new UnsecuredJWT().setIssuer(jwt.issuer).setAudience(jwt.audience);
  return token.setExpirationTime(`${minutes}m`).encode();
}

/** Starts behind IAM, and leaves a good version behind a JWT. */
export function rehearseAccess(runs: PipelineRuns): void {
  const { before, pipeline, withApi } = runs;

  describe('pipeline, with a version that cannot be deployed:', () => {
    let deployed = '';
    beforeAll(async () => {
      runs.writeSource('of another caller');
      await runs.build();
      deployed = await before();
    });
    /** Nor rolled back: a person may have done that in the meantime. */
    const nothingIsDeployed = async () => {
      assert.equal(await before(), deployed);
      assert.match(await runs.rollBack('{"timestamp":"1","codeSha256":"of the run"}'), /deployed nothing/);
      assert.equal(await before(), deployed);
    };

    test('a version is not deployed over another one than the run has found', async () => {
      const other = '{"timestamp":"1","codeSha256":"before a roll-back by hand"}';
      const result = await withApi(({ url }) => pipeline(['deploy', '--url', url, '--before', other]));
      assertFails(result, 'and 1 was when this run began');
      await nothingIsDeployed();
    });

    test('a pipeline that the API turns away fails before anything is deployed', async () => {
      const result = await withApi(({ url }) => pipeline(['deploy', '--url', url]), { token: 'of others' });
      assertFails(result, 'it refuses the caller with 401');
      assertFails(result, 'Nothing was deployed');
      await nothingIsDeployed();
    });

    test('an archive that is not the one that was built is not deployed', async () => {
      assertFails(await pipeline(['deploy'], { PREBUILT_SHA256: 'a'.repeat(64) }), 'has the SHA-256');
      await nothingIsDeployed();
    });

    for (const [minutes, parameters, because] of [
      [0, jwtParameters, 'neither CONTRACT_TOKEN nor CONTRACT_TOKEN_URL is set'],
      [60, [], 'called with IAM signatures'],
      [5, jwtParameters, 'must be valid for 25 minutes more'],
    ] as const)
      test(`authorizer and token that cannot work fail before anything is deployed: ${because}`, async () => {
        const CONTRACT_TOKEN = minutes === 0 ? '' : tokenFor(minutes);
        const args = ['deploy', '--url', 'http://127.0.0.1:9', ...parameters];
        const result = await pipeline(args, { CONTRACT_TOKEN });
        assertFails(result, because);
        assert.ok(CONTRACT_TOKEN === '' || !result.output.includes(CONTRACT_TOKEN), 'the token is printed');
        await nothingIsDeployed();
      });
  });

  describe('pipeline, with a stage behind a JWT:', () => {
    let token = '';
    const secret = 'not-to-be-printed';
    /** Gives the token to whoever asks. */
    const issuer = createServer((_request, response) =>
      response.end(JSON.stringify({ access_token: token })),
    );
    const client = { CONTRACT_CLIENT_ID: 'pipeline', CONTRACT_CLIENT_SECRET: secret, CONTRACT_TOKEN_URL: '' };
    beforeAll(async () => {
      // As short as some issuers give it: enough for each call, not for a deployment.
      token = tokenFor(5);
      client.CONTRACT_TOKEN_URL = await listenLocally(issuer);
    });
    after(() => issuer.close());

    test('it is deployed and passes its check with a token of its issuer, and not with a signature', async () => {
      const deployed = await pipeline(['deploy', ...jwtParameters], client);
      await withApi(
        async ({ url }) => {
          const check = ['check', '--sha', 'e'.repeat(40), '--url', url];
          const byClient = await pipeline(check, client);
          const byToken = await pipeline(check, { CONTRACT_TOKEN: token });
          const bySignature = await pipeline(check);
          for (const result of [deployed, byClient, byToken]) assertPasses(result);
          assertFails(bySignature, 'it refuses the caller with 401');
          const output = [deployed, byClient, byToken, bySignature].map((result) => result.output).join('');
          assert.ok(!output.includes(token), 'the token is printed');
          assert.ok(!output.includes(secret), 'the secret is printed');
        },
        { token },
      );
    });
  });
}

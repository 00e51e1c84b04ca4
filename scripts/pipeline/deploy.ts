// Deploys what was built, or fails. osls compares with the last upload and not with the stack, so after a rollback it would say "No
// changes to deploy" and leave the old version in place.

import { isDeepStrictEqual } from 'node:util';
import { errorMessage } from '../shared/errors.ts';
import { setStarted } from './deployment-started.ts';
import { preflight } from './check.ts';
import type { BearerToken } from './client-credentials.ts';
import { osls } from './run-node.ts';
import { readBucket, waitForStack } from './stack.ts';
import { authorizerOf, tokenProblem } from './token.ts';
import { removeNewerUploads } from './uploads.ts';
import { differencesOf, isVersion, readBuilt, readDeployed, stackNameOf, type VersionId } from './version.ts';

type Deployment = {
  readonly directory: string;
  readonly stage: string;
  readonly oslsOptions: readonly string[];
  readonly token: BearerToken;
  /** Of the API that is deployed; without it, the URL in the outputs of the stack. */
  readonly url: string | undefined;
  /** What the run found deployed; undefined where it did not look, or found nothing. */
  readonly found: VersionId | undefined;
};

/**
 * @throws when the check could not call the API, or another version is deployed than the run has found (nothing is changed then), or when
 * another version is deployed at the end.
 */
export async function deploy(deployment: Deployment): Promise<void> {
  const { directory, stage, oslsOptions, token, url, found } = deployment;
  setStarted(directory, false);
  // To know what would be deployed; `deploy` packages it again.
  await osls(directory, ['package', '--stage', stage, ...oslsOptions]);
  const packaged = readBuilt(directory, stage);
  const problem = tokenProblem(packaged.template, token, Date.now());
  if (problem !== undefined) throw new Error(`Nothing was deployed: ${problem}.`);

  const stack = await waitForStack(stackNameOf(stage));
  const before = stack && (await readDeployed(stage));
  // A roll-back by hand, which this run must not undo.
  if (found !== undefined && !isVersion(before, found)) {
    const now = before?.timestamp ?? 'nothing';
    throw new Error(
      `Nothing was deployed: ${now} is deployed now, and ${found.timestamp} was when this run began.`,
    );
  }
  if (before !== undefined) {
    if (differencesOf(before, packaged, { withUpload: false }).length === 0) {
      console.log(`What was built is deployed already, as ${before.timestamp}.`);
      return;
    }
    // Otherwise the check would fail for a missing right or a refused token, and a good version would be rolled back. An authorizer that
    // this deployment changes cannot be tried before it.
    if (isDeepStrictEqual(authorizerOf(before.template), authorizerOf(packaged.template))) {
      await preflight({ directory, stage, url, token: token.value }).catch((error: unknown) => {
        throw new Error(`Nothing was deployed: ${errorMessage(error)}`);
      });
    }
    const removed = await removeNewerUploads(await readBucket(stackNameOf(stage)), stage, before.timestamp);
    if (removed > 0) console.log(`${removed} objects of deployments that failed were removed.`);
  }

  setStarted(directory, true);
  await osls(directory, ['deploy', '--force', '--stage', stage, ...oslsOptions]);
  await waitForStack(stackNameOf(stage));
  const deployed = await readDeployed(stage);
  const differences =
    deployed === undefined
      ? ['no function is deployed']
      : differencesOf(deployed, readBuilt(directory, stage), { withUpload: true });
  if (differences.length > 0)
    throw new Error(`What is deployed is not what was built: ${differences.join('; ')}.`);
  console.log(`What was built is deployed, as ${deployed?.timestamp ?? ''}.`);
}

// Goes back to what was deployed before, after a deployment that failed, was cancelled, or did not pass its check.

import { hasStarted } from './deployment-started.ts';
import { osls } from './run-node.ts';
import { readBucket, waitForStack } from './stack.ts';
import { removeNewerUploads } from './uploads.ts';
import { isVersion, readDeployed, stackNameOf, type VersionId } from './version.ts';

type Rollback = {
  readonly directory: string;
  readonly stage: string;
  readonly oslsOptions: readonly string[];
  /** What was deployed before; undefined when nothing was. */
  readonly before: VersionId | undefined;
};

/** @throws when there is nothing to go back to, or another version than `before` is deployed at the end. */
export async function rollBack({ directory, stage, oslsOptions, before }: Rollback): Promise<void> {
  if (!hasStarted(directory)) return console.log('This run has deployed nothing; what is deployed stays.');
  const stack = await waitForStack(stackNameOf(stage), true);
  const deployed = stack && (await readDeployed(stage));
  if (before === undefined) {
    if (deployed === undefined) return console.log('Nothing was deployed, before and now.');
    throw new Error(`The first deployment of ${stage} failed; there is nothing to go back to.`);
  }
  if (!isVersion(deployed, before)) {
    await osls(directory, ['rollback', '--stage', stage, '--timestamp', before.timestamp, ...oslsOptions]);
    await waitForStack(stackNameOf(stage));
    const now = await readDeployed(stage);
    if (!isVersion(now, before)) {
      throw new Error(
        `${stage} should be back at ${before.timestamp}, and ${now?.timestamp ?? 'nothing'} is deployed.`,
      );
    }
  }
  await removeNewerUploads(await readBucket(stackNameOf(stage)), stage, before.timestamp);
  console.log(`::warning::${stage} is at ${before.timestamp}, as before this deployment.`);
}

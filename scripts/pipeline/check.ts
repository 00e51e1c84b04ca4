// Calls the API of a stage as its callers do, with `npm run test:contract`: before a deployment, whether it lets the pipeline in; after it,
// a dry run of each action, the canary and the cases.

import { join } from 'node:path';
import { runNode } from './run-node.ts';
import { readStack } from './stack.ts';
import { stackNameOf } from './version.ts';

type Target = {
  readonly directory: string;
  readonly stage: string;
  /** Without it, the URL in the outputs of the stack. */
  readonly url: string | undefined;
  /** Bearer token; empty for requests that are signed. */
  readonly token: string;
};

/** @throws when the API turns the pipeline away, or cannot be reached. */
export async function preflight(target: Target): Promise<void> {
  await testContract(target, ['--reach-only']);
}

/** @param sha the commit that was deployed
 * @throws when an action cannot be planned (nothing is executed then), or when a case does not hold. */
export async function check(target: Target, sha: string): Promise<void> {
  await testContract(target, ['--dry-runs']);
  await testContract(target, ['--canary', sha, '--read-only']);
}

async function testContract(
  { directory, stage, url, token }: Target,
  options: readonly string[],
): Promise<void> {
  const address = url ?? (await readUrl(stage));
  const how = token === '' ? ['--sign'] : [];
  const script = join(directory, 'scripts/test-contract.ts');
  const code = await runNode(directory, [script, '--url', address, ...how, ...options], {
    CONTRACT_TOKEN: token,
  });
  if (code === 0) return;
  const apiId = /^https:\/\/([a-z0-9]+)\.execute-api\./.exec(address)?.[1];
  const hint =
    apiId === undefined
      ? ''
      : ` If it was turned away with 403, .github/deploy-role.yml needs ApiId=${apiId}.`;
  throw new Error(`The check of ${stage} did not pass.${hint}`);
}

async function readUrl(stage: string): Promise<string> {
  const stack = await readStack(stackNameOf(stage));
  const output = stack?.Outputs?.find(({ OutputKey }) => OutputKey === 'HttpApiUrl');
  if (output?.OutputValue === undefined) throw new Error(`The stack of ${stage} names no URL of its API.`);
  return output.OutputValue;
}

// Responsible for the check after a deployment: where the API is, and how it is called. Leaves the cases to `npm run test:contract`.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { readStack } from './stack.ts';
import { stackNameOf } from './version.ts';

interface Check {
  readonly directory: string;
  readonly stage: string;
  /** The commit that was deployed. */
  readonly sha: string;
  readonly url: string | undefined;
}

/** @throws when a case does not hold. */
export async function check({ directory, stage, sha, url }: Check): Promise<void> {
  const target = url ?? (await readUrl(stage));
  const how = (process.env['CONTRACT_TOKEN'] ?? '') === '' ? ['--sign'] : [];
  const child = spawn(
    process.execPath,
    [
      join(directory, 'scripts/test-contract.ts'),
      '--url',
      target,
      ...how,
      '--canary',
      sha,
      '--leave-no-trace',
    ],
    { cwd: directory, stdio: 'inherit' },
  );
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code === 0) return;
  const apiId = /^https:\/\/([a-z0-9]+)\.execute-api\./.exec(target)?.[1];
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

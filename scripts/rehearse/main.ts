// Runs `npm run rehearse`: a deployment from package to removal, the commands of the runbook, and the deployment pipeline, as tests of
// Node's own runner against a fake of AWS. Each test continues from what the tests before it have deployed.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { assertDeployed, assertRemoved } from './deployed.ts';
import { installDeployer } from './deployer.ts';
import { startFakeAws } from './fake-aws.ts';
import { rehearseAccess } from './pipeline-access.ts';
import { createRuns } from './pipeline-runs.ts';
import { rehearseVersions } from './pipeline-versions.ts';
import { rehearseRunbook } from './runbook-commands.ts';
import { copyService, serverless } from './service.ts';

const service = copyService();
const [aws, deployer] = await Promise.all([startFakeAws(), installDeployer()]);
after(async () => {
  await aws.stop();
  deployer.remove();
  service.remove();
});

const { directory } = service;
const run = (...args: readonly string[]): Promise<string> => serverless(directory, args, aws.env);

test('dev is deployed', async () => {
  await run('deploy', '--stage', 'dev');
  await assertDeployed(aws, { stage: 'dev' });
});

test('dev is deployed again, unchanged: nothing is done', async () => {
  assert.match(await run('deploy', '--stage', 'dev'), /No changes to deploy/);
});

test('dev is deployed with a change', async () => {
  await run('deploy', '--stage', 'dev', '--param', 'memoryMb=1024');
  await assertDeployed(aws, { stage: 'dev', memoryMb: 1024 });
});

test('dev is rolled back to the first deployment', async () => {
  const listed = await run('deploy', 'list', '--stage', 'dev');
  const [, first = 'none'] = /Timestamp: (\d+)/.exec(listed) ?? [];
  await run('rollback', '--stage', 'dev', '--timestamp', first);
  await assertDeployed(aws, { stage: 'dev' });
});

const alarmEmail = 'on-call@example.com';

test('prod is deployed in the same account', async () => {
  await run('deploy', '--stage', 'prod', '--param', `alarmEmail=${alarmEmail}`);
  await assertDeployed(aws, { stage: 'prod', alarmEmail });
});

// The fake runs no function, restores a table as it is now, and has no UpdateStage but ours and no API but one made like the template.
test('every command of the runbook, run on prod, changes what it is for and nothing else', (context) =>
  rehearseRunbook(context, aws, 'prod', directory));

test('the commands of the runbook leave prod as it was', () =>
  assertDeployed(aws, { stage: 'prod', alarmEmail }));

test('dev is removed, and nothing of it is left', async () => {
  await run('remove', '--stage', 'dev');
  await assertRemoved(aws, 'dev');
});

const runs = createRuns(directory, deployer, aws);
rehearseVersions(runs);
rehearseAccess(runs);

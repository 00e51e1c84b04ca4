// Rehearses the versions that the pipeline deploys: good, bad and rolled back, refused by the store, and cancelled.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startFaultProxy, type Decide } from '../../tests/support/fault-proxy.ts';
import type { Api } from './api.ts';
import { assertFails, assertPasses, stage, type PipelineRuns } from './pipeline-runs.ts';
import { serverless } from './service.ts';

/** Starts from no stack, and leaves a good version deployed. */
export function rehearseVersions(runs: PipelineRuns): void {
  const { aws, before, deploy, check, rollBack } = runs;
  let good = '';

  test('pipeline: a good version is deployed and passes its check, and a second check finds the canary replayed', async () => {
    runs.writeSource('first');
    assert.equal(await before(), '');
    await deploy();
    good = await before();
    assertPasses(await check('a'.repeat(40)));
    assertPasses(await check('a'.repeat(40)));
  });

  test('pipeline: the first deployment of a stage has nothing to go back to', async () => {
    assertFails(await runs.pipeline(['roll-back', '--before', '']), 'there is nothing to go back to');
    assert.equal(await before(), good);
  });

  test('pipeline: the same version again is deployed already', async () => {
    assert.match(await deploy(), /is deployed already/);
    assert.equal(await before(), good);
  });

  for (const time of ['a bad version', 'the same bad version, once more,'])
    test(`pipeline: ${time} is deployed, fails its check, and is rolled back to the good one`, async () => {
      runs.breakSource();
      assert.equal(await before(), good);
      await deploy();
      assert.notEqual(await before(), good);
      assertFails(await check('b'.repeat(40)), 'FAIL  dry run of task');
      await rollBack(good);
      assert.equal(await before(), good);
      assertPasses(await check('a'.repeat(40)));
    });

  test('pipeline: no upload of a version that was rolled back is kept', async () => {
    const listed = await serverless(runs.directory, ['deploy', 'list', '--stage', stage], aws.env);
    const kept = [...listed.matchAll(/Timestamp: (\d+)/g)].map(([, timestamp]) => timestamp);
    assert.deepEqual(kept, [(JSON.parse(good) as { timestamp: string }).timestamp]);
  });

  test('pipeline: the next good version is deployed and passes', async () => {
    runs.writeSource('second');
    await deploy();
    assert.notEqual(await before(), good);
    good = await before();
    assertPasses(await check('c'.repeat(40)));
  });

  test('pipeline: an adapter without its variables fails the check by its dry runs, before anything is executed', async () => {
    const name = `workflow-executor-${stage}-execute`;
    const { functions } = await aws.describe(stage);
    const { Variables = {} } = functions[name]?.Environment ?? {};
    const set = (variables: Readonly<Record<string, string>>): Promise<string> =>
      aws.run(
        `aws lambda update-function-configuration --function-name ${name} --environment '${JSON.stringify({ Variables: variables })}'`,
      );
    await set({ ...Variables, MEETING_ADAPTER: 'caldav' });
    const result = await check('c'.repeat(40));
    await set(Variables);
    for (const action of ['task', 'reminder', 'meeting', 'info'])
      assertFails(result, `FAIL  dry run of ${action}`);
    assert.doesNotMatch(result.output, /canary/);
    assertPasses(await check('c'.repeat(40)));
  });

  test('pipeline: a store that refuses every write fails the check, though every case that only reads passes', async () => {
    const isWrite = /^(?:Put|Update|Delete|TransactWrite|BatchWrite)Item/;
    const refuseWrite: Decide = ({ operation }) => (isWrite.test(operation) ? 'expired' : undefined);
    const {
      endpoint: storeEndpoint,
      calls,
      close,
    } = await startFaultProxy(aws.env.AWS_ENDPOINT_URL, refuseWrite, 0);
    const isRefused = (): boolean => calls.some(({ fault }) => fault !== undefined);
    try {
      const readOnly = ({ url }: Api) =>
        runs.runNode(['scripts/test-contract.ts', '--url', url, '--read-only']);
      assertPasses(await runs.withApi(readOnly, { storeEndpoint }));
      assert.equal(isRefused(), false);
      assertFails(await check('d'.repeat(40), { storeEndpoint }), 'it is not executed: 503');
      assert.equal(isRefused(), true);
    } finally {
      await close();
    }
  });

  test('pipeline: a run that is cancelled while the stack is updated is rolled back', async () => {
    runs.writeSource('cancelled');
    await runs.cancelWhileUpdating();
    assert.match(await rollBack(good), /it is cancelled/);
    assert.equal(await before(), good);
    assertPasses(await check('c'.repeat(40)));
  });

  test('pipeline: a run that is cancelled while the stack is updated is rolled back, over a rollback that fails once', async () => {
    runs.writeSource('cancelled again');
    await aws.failNextRollback();
    await runs.cancelWhileUpdating();
    assert.match(await rollBack(good), /it is cancelled[\s\S]*it is continued/);
    assert.equal(await before(), good);
    assertPasses(await check('c'.repeat(40)));
  });

  test('pipeline: a run that is cancelled once the stack is updated is rolled back, and not a second time', async () => {
    runs.writeSource('cancelled later');
    await deploy();
    assert.notEqual(await before(), good);
    await rollBack(good);
    assert.equal(await before(), good);
    assert.doesNotMatch(await rollBack(good), /Rolling back/);
  });
}

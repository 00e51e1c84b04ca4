// Responsible for the versions that the pipeline deploys in the rehearsal: good, bad and taken back, refused by the store, and cancelled.

import { differs } from './differs.ts';
import { fails, passes, stage, type PipelineRuns, type Step } from './pipeline-runs.ts';
import { startRefusingStore } from './refusing-store.ts';
import { serverless } from './service.ts';

/** Leaves a good version deployed. */
export async function rehearseVersions(runs: PipelineRuns, step: Step): Promise<void> {
  const { before, deploy, check, takeBack } = runs;
  let good = '';
  await step(
    'pipeline: a good version is deployed and passes its check, and a second check finds the canary replayed',
    async () => {
      runs.mendSource('first');
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
  await step('pipeline: the first deployment of a stage has nothing to go back to', async () => [
    ...fails(await runs.pipeline(['take-back', '--before', '']), 'there is nothing to go back to'),
    ...differs('what is deployed', await before(), good),
  ]);
  await step('pipeline: the same version again is deployed already', async () =>
    (await deploy()).includes('is deployed already')
      ? differs('what is deployed', await before(), good)
      : ['it deployed again'],
  );
  for (const time of ['a bad version', 'the same bad version, once more,']) {
    await step(
      `pipeline: ${time} is deployed, fails its check, and is taken back to the good one`,
      async () => {
        runs.breakSource();
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
    const listed = await serverless(runs.directory, ['deploy', 'list', '--stage', stage], runs.env);
    const kept = [...listed.matchAll(/Timestamp: (\d+)/g)].map(([, timestamp]) => timestamp);
    return differs('the uploads', kept, [(JSON.parse(good) as { timestamp: string }).timestamp]);
  });
  await step('pipeline: the next good version is deployed and passes', async () => {
    runs.mendSource('second');
    await deploy();
    const deployed = await before();
    const wrong = deployed === good ? ['it was not deployed'] : [];
    good = deployed;
    return [...wrong, ...passes(await check('c'.repeat(40)))];
  });
  await step(
    'pipeline: a store that refuses every write fails the check, though every case that leaves no trace holds',
    async () => {
      const store = await startRefusingStore(runs.env['AWS_ENDPOINT_URL'] ?? '');
      const variables = { AWS_ENDPOINT_URL: store.url };
      try {
        const cases = await runs.withApi(
          ({ url }) => runs.runNode(['scripts/test-contract.ts', '--url', url, '--read-only']),
          { variables },
        );
        const refusedByCases = store.refused();
        return [
          ...passes(cases),
          ...differs('the writes that the cases tried', refusedByCases, 0),
          ...fails(await check('d'.repeat(40), { variables }), 'it is not executed: 503'),
          ...(store.refused() > 0 ? [] : ['the canary tried no write']),
        ];
      } finally {
        store.close();
      }
    },
  );
  for (const [title, prepare, says] of [
    ['', () => undefined, ['it is cancelled']],
    [', over a rollback that fails once', runs.failNextRollback, ['it is cancelled', 'it is continued']],
  ] as const) {
    await step(
      `pipeline: a run that is cancelled while the stack is updated is taken back${title}`,
      async () => {
        runs.mendSource(`cancelled${title}`);
        prepare();
        await runs.cancelWhileUpdating();
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
    runs.mendSource('cancelled later');
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
}

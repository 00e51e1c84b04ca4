// Runs `npm run rehearse`: a deployment from package to removal, and the pipeline's, against a stand-in for AWS. Prints a line a step; ends with
// exit code 1 and what each failed step found.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { styleText } from 'node:util';
import { errorMessage } from '../shared/errors.ts';
import { leftOver, standingFailures } from './deployed.ts';
import { installDeployer, type Deployer } from './deployer.ts';
import { rehearseAccess } from './pipeline-access.ts';
import { createRuns } from './pipeline-runs.ts';
import { rehearseVersions } from './pipeline-versions.ts';
import { rehearseRunbook, runbookTitle } from './runbook-commands.ts';
import { copyService, serverless } from './service.ts';
import { startStandIn } from './stand-in.ts';

const failed: string[] = [];
const started = performance.now();

/** Runs one step: its breaches are printed and kept, and so is what it throws. */
async function step(title: string, run: () => Promise<readonly string[]>): Promise<void> {
  const from = performance.now();
  const breaches = await run().catch((error: unknown) => [errorMessage(error)]);
  const word = breaches.length === 0 ? styleText('green', 'ok  ') : styleText('red', 'FAIL');
  console.log(`${word} ${title} (${((performance.now() - from) / 1000).toFixed(1)} s)`);
  for (const breach of breaches) console.log(`     ${breach}`);
  failed.push(...breaches.map((breach) => `${title}: ${breach}`));
}

const service = copyService();
const { directory } = service;

const { properties } = JSON.parse(readFileSync(join(directory, 'schemas/config.schema.json'), 'utf8')) as {
  readonly properties: object;
};
const variables = Object.keys(properties);

async function rehearseDeployments(): Promise<void> {
  const standIn = await startStandIn();
  const run = (...args: string[]): Promise<string> => serverless(directory, args, standIn.env);
  const stands = async (stage: string, memoryMb: number, alarmEmail?: string): Promise<readonly string[]> =>
    standingFailures(await standIn.facts(stage), {
      stage,
      memoryMb,
      variables,
      ...(alarmEmail === undefined ? {} : { alarmEmail }),
    });
  try {
    await step('deploy dev', async () => (await run('deploy', '--stage', 'dev'), []));
    await step('what stands after it, through the APIs', () => stands('dev', 512));
    await step('deploy dev again, unchanged: nothing is done', async () =>
      (await run('deploy', '--stage', 'dev')).includes('No changes to deploy') ? [] : ['it deployed again'],
    );
    await step(
      'deploy dev with a change',
      async () => (await run('deploy', '--stage', 'dev', '--param', 'memoryMb=1024'), []),
    );
    await step('what stands after it, through the APIs', () => stands('dev', 1024));
    await step('roll dev back to the first deployment', async () => {
      const listed = await run('deploy', 'list', '--stage', 'dev');
      const [first = 'none'] = [...listed.matchAll(/Timestamp: (\d+)/g)].map(([, timestamp]) => timestamp);
      await run('rollback', '--stage', 'dev', '--timestamp', first);
      return await stands('dev', 512);
    });
    await step(
      'deploy prod beside it',
      async () => (await run('deploy', '--stage', 'prod', '--param', 'alarmEmail=on-call@example.com'), []),
    );
    await step('what stands after it, through the APIs', () => stands('prod', 512, 'on-call@example.com'));
    await step(runbookTitle, () => rehearseRunbook({ stage: 'prod', directory, env: standIn.env }));
    await step('remove dev: nothing of it is left', async () => {
      await run('remove', '--stage', 'dev');
      return leftOver(await standIn.facts('dev'));
    });
    let deployer: Deployer | undefined;
    await step('install the locked deployer, and nothing else', async () => {
      deployer = await installDeployer();
      return [];
    });
    try {
      if (deployer) {
        const runs = createRuns(directory, deployer, standIn);
        await rehearseVersions(runs, step);
        await rehearseAccess(runs, step);
        runs.restoreSource();
      }
    } finally {
      deployer?.remove();
    }
  } finally {
    await standIn.stop();
  }
}

try {
  await rehearseDeployments();
} finally {
  service.remove();
}
const seconds = ((performance.now() - started) / 1000).toFixed(0);
console.log(
  failed.length === 0 ? `rehearsed in ${seconds} s` : `${failed.length} failed, after ${seconds} s:`,
);
for (const one of failed) console.log(`  ${one}`);
process.exitCode = failed.length === 0 ? 0 : 1;

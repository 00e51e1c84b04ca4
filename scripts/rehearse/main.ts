// Owns `npm run rehearse`: a deployment from package to removal, and the pipeline's, against a stand-in for AWS, with every
// assertion on the way.
// Prints a line a step; ends with exit code 1 and the name of each assertion that failed. `-- --templates` stops before the deployments.

import { join } from 'node:path';
import { styleText } from 'node:util';
import { errorMessage } from '../shared/errors.ts';
import { differs, failures } from './assert/assertion.ts';
import { subjectOf, templateAssertions } from './assert/all.ts';
import { leftOver, standingFailures } from './assert/standing.ts';
import { captureLines, documentedAnswer, type Capture } from './capture.ts';
import { installDeployer, type Deployer } from './deployer.ts';
import { lint } from './lint.ts';
import { rehearseAccess } from './pipeline-access.ts';
import { createRuns } from './pipeline-runs.ts';
import { rehearseVersions } from './pipeline-versions.ts';
import { rehearseRunbook, runbookTitle } from './runbook-commands.ts';
import { copyService, packageStage, serverless, unpack, type Packaged } from './service.ts';
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

const jwt = { issuer: 'https://issuer.example.com', audience: ['workflow-executor'] };
const jwtParameters = { jwtIssuer: jwt.issuer, jwtAudience: jwt.audience.join(','), retentionDays: '30' };
const nothing: Capture = { lines: [], actions: new Set(), answers: {}, deliveries: {} };
const service = copyService();
const { directory } = service;

async function rehearseTemplates(): Promise<Capture | undefined> {
  const packaged: [string, string, Packaged, object][] = [];
  for (const stage of ['dev', 'prod']) {
    await step(`package ${stage}, without credentials`, async () => {
      packaged.push([stage, stage, await packageStage(directory, stage), {}]);
      return [];
    });
  }
  await step('package dev with JWT and retention', async () => {
    packaged.push([
      'dev with JWT',
      'dev',
      await packageStage(directory, 'dev', jwtParameters),
      { jwt, retentionDays: 30 },
    ]);
    return [];
  });
  let capture: Capture | undefined;
  await step('the packaged file is loaded and answers the documented request', async () => {
    capture = await captureLines(unpack(service));
    return differs('the answer', capture.answers['documented']?.body, documentedAnswer);
  });
  for (const [name, stage, { file, template }, settings] of packaged) {
    await step(`cfn-lint ${name}`, async () => (await lint(file)).breaches);
    await step(`${templateAssertions.length} assertions on the template, ${name}`, async () =>
      capture
        ? failures(templateAssertions, subjectOf(stage, template, capture, settings))
        : ['there is no log to judge by'],
    );
  }
  await step('cfn-lint the deploy role', async () => {
    const { breaches } = await lint(join(import.meta.dirname, '../../.github/deploy-role.yml'));
    return breaches;
  });
  return capture;
}

async function rehearseDeployments(variables: readonly string[]): Promise<void> {
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
  const capture = await rehearseTemplates();
  const { variables } = subjectOf('dev', { Resources: {}, Outputs: {} }, capture ?? nothing);
  if (!process.argv.includes('--templates')) await rehearseDeployments(variables);
} finally {
  service.remove();
}
const seconds = ((performance.now() - started) / 1000).toFixed(0);
console.log(
  failed.length === 0 ? `rehearsed in ${seconds} s` : `${failed.length} failed, after ${seconds} s:`,
);
for (const one of failed) console.log(`  ${one}`);
process.exitCode = failed.length === 0 ? 0 : 1;

// Runs the commands of the deployment pipeline: what is deployed before, the deployment, its check, and its rollback.
// Called by .github/workflows/deploy-stage.yml, and by the rehearsal against a fake of AWS.

import { appendFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { errorMessage } from '../shared/errors.ts';
import { check } from './check.ts';
import { readToken } from './client-credentials.ts';
import { deploy } from './deploy.ts';
import { waitForStack } from './stack.ts';
import { rollBack } from './roll-back.ts';
import { readDeployed, stackNameOf, type VersionId } from './version.ts';

const usage = `Usage: node scripts/pipeline/main.ts <command> --stage <stage> [options] [-- <options of serverless>]

  before                    prints what is deployed, as JSON, or an empty line where nothing is; sets the output "before" of a step
  deploy                    builds and deploys, and fails when what is deployed then is not what was built. With PREBUILT_SHA256 it
                            deploys the dist/execute.zip that another job has built, and no other; with --before only over what that
                            names
  check --sha <commit>      makes a dry run of each action, executes a canary task twice and runs the contract's cases
  roll-back --before <JSON> goes back to what "before" printed, even while an update is in progress; nothing is changed where deploy has
                            not started to change the stage

deploy and check call the API at --url, or at the URL of the stack. They sign their requests, or send a bearer token: CONTRACT_TOKEN, or one
that CONTRACT_TOKEN_URL gives to CONTRACT_CLIENT_ID with CONTRACT_CLIENT_SECRET and, optionally, CONTRACT_SCOPE.
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    stage: { type: 'string' },
    sha: { type: 'string' },
    url: { type: 'string' },
    before: { type: 'string' },
  },
});
const [command, ...oslsOptions] = positionals;
const { stage = '', sha = '', url, before = '' } = values;
const directory = process.cwd();
const found = before === '' ? undefined : (JSON.parse(before) as VersionId);

const commands: Readonly<Record<string, () => Promise<void>>> = {
  async before() {
    const stack = await waitForStack(stackNameOf(stage));
    const deployed = stack && (await readDeployed(stage));
    const version: VersionId | undefined = deployed && {
      timestamp: deployed.timestamp,
      codeSha256: deployed.codeSha256,
    };
    const printed = version === undefined ? '' : JSON.stringify(version);
    console.log(printed);
    const outputs = process.env['GITHUB_OUTPUT'];
    if (outputs !== undefined) appendFileSync(outputs, `before=${printed}\n`);
  },
  deploy: async () =>
    await deploy({ directory, stage, oslsOptions, token: await readToken(process.env), url, found }),
  check: async () => await check({ directory, stage, url, token: (await readToken(process.env)).value }, sha),
  'roll-back': () => rollBack({ directory, stage, oslsOptions, before: found }),
};

const run = commands[command ?? ''];
if (run === undefined || !/^[a-z][a-z0-9-]*$/.test(stage)) {
  process.stderr.write(usage);
  process.exitCode = 2;
} else {
  await run().catch((error: unknown) => {
    // GitHub shows this line on the first page of the run.
    console.log(`::error::${escape(errorMessage(error))}`);
    process.exitCode = 1;
  });
}

/** A command of GitHub's is one line: https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
function escape(message: string): string {
  return message.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

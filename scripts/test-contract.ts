// `npm run test:contract`: runs the cases of tests/contract/ against a deployment. Exit codes: 0 all pass, 1 a case fails or the
// deployment cannot be reached, 2 misused.

import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { allCases } from '../tests/contract/all-cases.ts';
import { dependsOnAdapter, isReadOnly, type Case } from '../tests/contract/case.ts';
import { runCanary } from '../tests/contract/canary.ts';
import { dryRunOfEach } from '../tests/contract/dry-run-of-each.ts';
import { bearerFetch, overHttp, signedFetch } from '../tests/contract/over-http.ts';
import type { Send } from '../tests/contract/exchange.ts';
import { runCase } from '../tests/contract/run-case.ts';
import { reasonOf } from './shared/errors.ts';

const usage = `Usage: npm run test:contract -- --url <url> [--sign [--region <region>]] [--reach-only | --dry-runs | [--canary <commit>] [--read-only]]

  --url             where the API is, such as http://127.0.0.1:8000 or https://abc.execute-api.eu-west-1.amazonaws.com
  --sign            sign each request for execute-api, with the AWS credentials of the environment; leaves out the
                    cases that a gateway may rewrite (bytes that are not UTF-8, no content type)
  --region          region of the API, if not that of the environment
  --reach-only      only whether the API accepts the caller, by one request that stores nothing
  --dry-runs        only a dry run of each action: whether it could start with the settings of its adapters, and plans every
                    action; nothing is executed, stored or sent
  --canary          first a task under the trace id deploy-canary-<commit>, twice: it must be executed, or be a replay of
                    an earlier check of that commit, and the second answer must be a replay of the same bytes
  --read-only       only the cases that store nothing (skipped, refused, unknown) and hold with every adapter, for a stage that is in
                    use

If CONTRACT_TOKEN is set in the environment, each request carries it as a bearer token, which is not printed; then, too, the
cases are left out that a gateway may rewrite.
`;

process.exitCode = await run();

async function run(): Promise<number> {
  const options = readOptions();
  if (options === undefined) return 2;
  if (options.help === true || options.url === undefined) {
    process.stderr.write(usage);
    return options.help === true ? 0 : 2;
  }
  const token = process.env['CONTRACT_TOKEN'] ?? '';
  if (options.sign === true && token !== '') {
    process.stderr.write(
      `--sign and CONTRACT_TOKEN exclude each other: a gateway expects one of the two\n\n${usage}`,
    );
    return 2;
  }
  try {
    const send = overHttp(options.url, await fetchFor(options, token));
    await preflight(send);
    if (options['reach-only'] === true) {
      process.stdout.write(`${options.url} accepts the caller\n`);
      return 0;
    }
    if (options['dry-runs'] === true) return await runCases(dryRunOfEach(Date.now()), send);
    const { canary } = options;
    // Whether the service executes, and only once: the read-only cases would pass without any write.
    if (canary !== undefined && !(await passes(`canary of ${canary}`, runCanary(canary, send)))) return 1;
    const chosen = allCases.filter(
      (given) =>
        (options['read-only'] !== true || (isReadOnly(given) && !dependsOnAdapter(given))) &&
        ((options.sign !== true && token === '') || given.gatewayMayRewrite !== true),
    );
    return await runCases(chosen, send);
  } catch (error) {
    process.stderr.write(`${options.url} cannot be tested: ${reasonOf(error)}.\n`);
    return 1;
  }
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        url: { type: 'string' },
        sign: { type: 'boolean' },
        region: { type: 'string' },
        'reach-only': { type: 'boolean' },
        'dry-runs': { type: 'boolean' },
        canary: { type: 'string' },
        'read-only': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    const badCommit = values.canary !== undefined && !/^[0-9a-f]{7,64}$/.test(values.canary);
    if (!badCommit && (values.url === undefined || URL.canParse(values.url))) return values;
    if (badCommit) process.stderr.write(`--canary must be a commit, in hexadecimal digits\n\n${usage}`);
    else process.stderr.write(`--url must be a URL such as http://127.0.0.1:8000\n\n${usage}`);
  } catch (error) {
    process.stderr.write(`${reasonOf(error)}\n\n${usage}`);
  }
  return undefined;
}

async function fetchFor(options: { sign?: boolean; region?: string }, token: string) {
  if (options.sign === true) return await signedFetch(options.region);
  return token === '' ? undefined : bearerFetch(token);
}

/** One request that stores nothing, so that a wrong address or a missing signature is reported once and not by every case. */
async function preflight(send: Send): Promise<void> {
  const request = JSON.stringify({ trace_id: 'contract-test', decision: 'respond' });
  const { status, body } = await send({
    body: Buffer.from(request),
    headers: { 'content-type': 'application/json' },
  });
  if (status === 401 || status === 403)
    throw new Error(
      `it refuses the caller with ${status} ${body}; --sign signs the requests, and CONTRACT_TOKEN is sent as a bearer token`,
    );
  // The cases would be throttled as well, and a good version be rolled back.
  if (status === 429) throw new Error('it limits its traffic so much that it answers with 429');
  if (status === 404) throw new Error(`nothing is served there (404 ${body.slice(0, 200)})`);
}

async function runCases(cases: readonly Case[], send: Send): Promise<number> {
  const run = randomUUID().slice(0, 8);
  let failed = 0;
  for (const given of cases) if (!(await passes(given.name, runCase(given, run, send)))) failed += 1;
  process.stdout.write(`\n${cases.length - failed} of ${cases.length} cases pass (run ${run})\n`);
  return failed === 0 ? 0 : 1;
}

/** Prints how a case ended, and gives whether it passed. */
async function passes(name: string, running: Promise<readonly string[]>): Promise<boolean> {
  const problems = await running.catch((error: unknown) => [`no answer: ${reasonOf(error)}`]);
  process.stdout.write(`${problems.length === 0 ? 'ok  ' : 'FAIL'}  ${name}\n`);
  for (const problem of problems) process.stdout.write(`        ${problem}\n`);
  return problems.length === 0;
}

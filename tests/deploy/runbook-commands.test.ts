// The commands of the runbook are found and run as they are written, and one that changes more than it is for is noticed.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  commandsOf,
  fill,
  makeApi,
  mentionsOf,
  misses,
  startRunner,
  variablesOf,
} from '../../scripts/rehearse/runbook-commands.ts';
import { startStandIn, type StandIn } from '../../scripts/rehearse/stand-in.ts';
import type { StackTemplate } from '../support/template.ts';

const page = readFileSync(join(import.meta.dirname, '../../RUNBOOK.md'), 'utf8');
const stageSettings = { DetailedMetricsEnabled: false, ThrottlingRateLimit: 500, ThrottlingBurstLimit: 1000 };
const template = {
  Resources: {
    HttpApi: { Properties: { Name: 'prod-workflow-executor' } },
    HttpApiStage: { Properties: { DefaultRouteSettings: stageSettings } },
    HttpApiAuthorizerJwt: {
      Properties: { JwtConfiguration: { Issuer: 'https://issuer.example.com', Audience: ['a'] } },
    },
  },
} as unknown as StackTemplate;

let standIn: StandIn;
let runner: ReturnType<typeof startRunner>;
let directory: string;
let apiId: string;

beforeAll(async () => {
  standIn = await startStandIn();
  directory = mkdtempSync(join(tmpdir(), 'runner-'));
  runner = startRunner(standIn.env, 'prod', directory);
  apiId = await makeApi(runner, template);
}, 60_000);
afterAll(async () => {
  await runner.stop();
  await standIn.stop();
  rmSync(directory, { recursive: true });
});

test('every mention of a command is one that is run', () => {
  const mentioned = [...page.matchAll(/(?<=[`\n] *|=\$\()(?:aws|npx serverless) [a-z]/g)];
  const commands = commandsOf(page);
  expect(commands.length).toBeGreaterThanOrEqual(15);
  expect(mentionsOf(page)).toHaveLength(mentioned.length);
  // What is left out of a command cannot be run.
  expect(commands.filter((command) => /…|\.\.\./.test(command))).toEqual([]);
  expect(page.match(/--param [a-zA-Z]+=/g)).toBeNull();
});

test('commands are found in lines and in blocks, each once', () => {
  const text =
    'Run `aws a b`, then `aws a b`.\n\n   ```sh\n   X_Y=$(aws c d \\\n     --e)\n   npx serverless f\n   ```\n`awsome`\n';
  expect(commandsOf(text)).toEqual(['aws a b', 'X_Y=$(aws c d --e)', 'npx serverless f']);
});

test('the rehearsal puts in what a shell would', () => {
  const values = {
    ...variablesOf(page),
    API_ID: 'a1',
    DLQ_URL: 'http://q/1',
    RECEIPT_HANDLE: 'r+/=',
    SUBSCRIPTION_DLQ_URL: 'http://q/2',
    TIMESTAMP: '17',
    TOPIC_ARN: 'arn:t',
  };
  const programs = 'aws() { printf "%s\\n" aws "$@"; }; npx() { printf "%s\\n" npx "$@"; };';
  const run = (script: string, env: Readonly<Record<string, string>>): string =>
    execFileSync('bash', ['--norc', '-c', `${programs} ${script}`], { encoding: 'utf8', env });
  const commands = commandsOf(page).map((line) => line.replace(/^[A-Z_]+=\$\((.+)\)$/, '$1'));
  for (const command of commands) expect(fill(command, values)).not.toMatch(/\$[A-Z]/);
  const filled = commands.map((command) => fill(command, values));
  expect(run(filled.join('\n'), {})).toBe(run(commands.join('\n'), values));
});

test('a message of the queue is split into its receipt handle and its body, as it is', () => {
  const [script = ''] = /^ *read -r [\s\S]*? message\.json$/m.exec(page) ?? [];
  const body = JSON.stringify({ reminder_id: 'r', message: 'Call  "Ann" \\ $HOME' });
  const text = execFileSync('bash', ['-c', `${script}; printf '\n%s' "$RECEIPT_HANDLE"`], {
    encoding: 'utf8',
    cwd: directory,
    env: { ...process.env, MESSAGE: `AQEB+/==\t${body}` },
  });
  expect(text).toBe(`${body}\nAQEB+/==`);
  expect(readFileSync(join(directory, 'message.json'), 'utf8')).toBe(body);
});

const close = (settings: string): string =>
  `aws apigatewayv2 update-stage --api-id ${apiId} --stage-name '$default' --default-route-settings ${settings}`;
const name = 'workflow-executor-prod';

test('a command that touches its one setting is as it should be', async () => {
  const command = close('DetailedMetricsEnabled=false,ThrottlingRateLimit=0,ThrottlingBurstLimit=0');
  const { error, changed } = await runner.run(command);
  expect(error).toBeUndefined();
  expect(misses(command, changed, name)).toEqual([]);
  expect(changed).toHaveLength(2);
});

test('one that drops a setting beside it is noticed', async () => {
  const { changed } = await runner.run(close('ThrottlingRateLimit=1,ThrottlingBurstLimit=1'));
  expect(changed).toContain(
    'apis prod-workflow-executor stages $default DefaultRouteSettings DetailedMetricsEnabled',
  );
  expect(misses(close('…'), changed, name)).toHaveLength(1);
});

test('one that does nothing is noticed', async () => {
  const command = close('ThrottlingRateLimit=1,ThrottlingBurstLimit=1');
  const { changed } = await runner.run(command);
  expect(changed).toEqual([]);
  expect(misses(command, changed, name)).toHaveLength(1);
});

test('one that changes something though it is for reading is noticed', async () => {
  const queue = 'aws sqs create-queue --queue-name workflow-executor-prod-other';
  const { changed } = await runner.run(queue);
  expect(misses(queue, changed, name)[0]).toContain('queues workflow-executor-prod-other');
});

test.each([
  ['aws sqs get-queue-url --queue-nam x', 'queue-nam'],
  ['aws sqs get-queue --queue-name x', 'get_queue'],
  ['aws sqs receive-message --queue-url x --visibility-timeout soon', 'soon'],
  ['aws lambda invoke --function-name x --payload fileb://absent.json /dev/null', 'absent.json'],
  ['serverless deploy', 'no command of the AWS CLI'],
])('%s is an error', async (command, said) => {
  expect((await runner.run(command)).error).toContain(said);
});

// The commands of the runbook are found and run as they are written, and one that changes more than it is for is noticed.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startFakeAws, type FakeAwsAccount } from '../../scripts/rehearse/fake-aws.ts';
import {
  assertPurpose,
  changesBy,
  commandsOf,
  fill,
  makeApi,
  mentionsOf,
  variablesOf,
} from '../../scripts/rehearse/runbook-commands.ts';
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

let aws: FakeAwsAccount;
let apiId: string;

beforeAll(async () => {
  aws = await startFakeAws();
  apiId = await makeApi(aws, template);
}, 60_000);
afterAll(() => aws.stop());

test('every command that the page mentions is run', () => {
  const mentioned = [
    ...page.matchAll(/(?<=[`\n] *|=\$\()(?:aws|npx serverless|npm run test:contract) [a-z-]/g),
  ];
  const commands = commandsOf(page);
  expect(commands.length).toBeGreaterThanOrEqual(15);
  expect(mentionsOf(page)).toHaveLength(mentioned.length);
  // A command with an ellipsis cannot be run.
  expect(commands.filter((command) => /…|\.\.\./.test(command))).toEqual([]);
  expect(page.match(/--param [a-zA-Z]+=/g)).toBeNull();
});

test('commands are found in lines and in blocks, each once', () => {
  const text =
    'Run `aws a b`, then `aws a b`.\n\n   ```sh\n   X_Y=$(aws c d \\\n     --e)\n   npx serverless f\n   npm run test:contract -- g\n   npm run h\n   ```\n`awsome`\n';
  expect(commandsOf(text)).toEqual([
    'aws a b',
    'X_Y=$(aws c d --e)',
    'npx serverless f',
    'npm run test:contract -- g',
  ]);
});

test('the rehearsal fills in variables as a shell does', () => {
  const values = {
    ...variablesOf(page),
    API_ID: 'a1',
    API_URL: 'https://a1.example.com',
    DLQ_URL: 'http://q/1',
    NOW: '17',
    RECEIPT_HANDLE: 'r+/=',
    SUBSCRIPTION_DLQ_URL: 'http://q/2',
    TIMESTAMP: '17',
    TOPIC_ARN: 'arn:t',
  };
  const programs =
    'aws() { printf "%s\\n" aws "$@"; }; npx() { printf "%s\\n" npx "$@"; }; npm() { printf "%s\\n" npm "$@"; };';
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
    cwd: aws.directory,
    env: { ...process.env, MESSAGE: `AQEB+/==\t${body}` },
  });
  expect(text).toBe(`${body}\nAQEB+/==`);
  expect(readFileSync(join(aws.directory, 'message.json'), 'utf8')).toBe(body);
});

const setThrottling = (settings: string): string =>
  `aws apigatewayv2 update-stage --api-id ${apiId} --stage-name '$default' --default-route-settings ${settings}`;
const changesOf = (command: string): Promise<string[]> => changesBy(aws, 'prod', () => aws.run(command));

test('a command that changes only its own setting is accepted', async () => {
  const command = setThrottling('DetailedMetricsEnabled=false,ThrottlingRateLimit=0,ThrottlingBurstLimit=0');
  const changed = await changesOf(command);
  expect(changed).toHaveLength(2);
  expect(() => assertPurpose(command, changed, 'prod')).not.toThrow();
});

test('a flag without a value is a flag that is set', async () => {
  const create = 'aws dynamodb create-table --table-name t --billing-mode PAY_PER_REQUEST';
  const keys = `--key-schema '[{"AttributeName":"k","KeyType":"HASH"}]'`;
  const attributes = `--attribute-definitions '[{"AttributeName":"k","AttributeType":"S"}]'`;
  await aws.run(`${create} ${keys} ${attributes}`);
  await expect(aws.run('aws dynamodb scan --table-name t --consistent-read --query Count')).resolves.toBe(
    '0',
  );
});

test('a command that drops a setting beside it is noticed', async () => {
  const command = setThrottling('ThrottlingRateLimit=1,ThrottlingBurstLimit=1');
  const changed = await changesOf(command);
  expect(changed).toContain(
    'apis prod-workflow-executor stages $default DefaultRouteSettings DetailedMetricsEnabled',
  );
  expect(() => assertPurpose(command, changed, 'prod')).toThrow('DetailedMetricsEnabled');
});

test('a command that changes nothing is noticed', async () => {
  const command = setThrottling('ThrottlingRateLimit=1,ThrottlingBurstLimit=1');
  const changed = await changesOf(command);
  expect(changed).toEqual([]);
  expect(() => assertPurpose(command, changed, 'prod')).toThrow('ThrottlingRateLimit');
});

test('a command that changes something though it is for reading is noticed', async () => {
  const command = 'aws sqs create-queue --queue-name workflow-executor-prod-other';
  const changed = await changesOf(command);
  expect(() => assertPurpose(command, changed, 'prod')).toThrow('queues workflow-executor-prod-other');
});

test.each([
  ['aws sqs get-queue-url --queue-name x --queues y', '--queues'],
  ['aws sqs get-queue --queue-name x', "'get-queue'"],
  ['aws sqs receive-message --queue-url x --visibility-timeout soon', 'soon'],
  ['aws lambda invoke --function-name x --payload fileb://absent.json /dev/null', 'absent.json'],
  ['serverless deploy', 'no command of the AWS CLI'],
])('%s is an error', async (command, reason) => {
  await expect(aws.run(command)).rejects.toThrow(reason);
});

// Runs every command of RUNBOOK.md on a deployed stage, in the order of the page, and compares the stage before and after: nothing but
// what the command is for may change.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { propertyOf, textOf, type JsonValue, type StackTemplate } from '../../tests/support/template.ts';
import { serveDeployed } from './api.ts';
import type { FakeAwsAccount } from './fake-aws.ts';
import { inheritedEnvironment, packageStage, runScript, serverless } from './service.ts';

/**
 * The commands of a page, in its order, as often as it has them: code of a line, or lines of a block, that start with a program's name
 * or put its output into a variable. A line that a backslash continues is one line.
 */
export function mentionsOf(page: string): string[] {
  const command =
    /`((?:aws|npx serverless|npm run test:contract) [^`]+)`|^ *((?:[A-Z_]+=\$\()?(?:aws|npx serverless|npm run test:contract) .+)$/gm;
  const lines = [...page.replaceAll(/\\\n */g, '').matchAll(command)];
  return lines.map(([, inline, line]) => inline ?? line ?? '');
}

/** The variables that a page sets to a value, with the value of each. */
export function variablesOf(page: string): Record<string, string> {
  const lines = [...page.matchAll(/^ *(?:export )?([A-Z_]+)=([\w:.-]+)$/gm)];
  return Object.fromEntries(lines.map(([, name = '', value = '']) => [name, value]));
}

/** `command` with the values of its variables. A variable without a value stays. */
export function fill(command: string, values: Readonly<Record<string, string>>): string {
  return command.replaceAll(/\$([A-Z_]+)/g, (name, word: string) => values[word] ?? name);
}

/** The commands of a page, in its order, each once. */
export function commandsOf(page: string): string[] {
  return [...new Set(mentionsOf(page))];
}

/** What a command changes, as paths into the description of the stage (deployed.py). All others change nothing. */
function purposeOf(command: string, stage: string): readonly string[] {
  const name = `workflow-executor-${stage}`;
  const throttling = `apis ${stage}-workflow-executor stages $default DefaultRouteSettings Throttling`;
  const purposes: Readonly<Record<string, readonly string[]>> = {
    'lambda update-function-configuration': [`functions ${name}-execute MemorySize`],
    'lambda put-function-concurrency': [`functions ${name}-execute ReservedConcurrency`],
    'lambda delete-function-concurrency': [`functions ${name}-execute ReservedConcurrency`],
    'sqs delete-message': [`queues ${name}-reminders-dlq messages`],
    'dynamodb restore-table-to-point-in-time': [`tables ${name}-executions-restored`],
    'apigatewayv2 update-stage': [`${throttling}BurstLimit`, `${throttling}RateLimit`],
  };
  return purposes[command.split(' ').slice(1, 3).join(' ')] ?? [];
}

/** @throws when `changed` is not what `command` is for */
export function assertPurpose(command: string, changed: readonly string[], stage: string): void {
  const purpose = purposeOf(command, stage);
  const within = (path: string): string =>
    purpose.find((one) => path === one || path.startsWith(`${one} `)) ?? path;
  const found = [...new Set(changed.map(within))].toSorted();
  assert.deepEqual({ command, changed: found }, { command, changed: purpose });
}

/** The paths at which the descriptions of `stage` before and after `run` differ, keys separated by spaces. */
export async function changesBy(
  { describe }: FakeAwsAccount,
  stage: string,
  run: () => Promise<unknown>,
): Promise<string[]> {
  const before = leavesOf(await describe(stage));
  await run();
  const after = leavesOf(await describe(stage));
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => !isDeepStrictEqual(before.get(path), after.get(path))).toSorted();
}

function leavesOf(value: unknown, path: readonly string[] = []): Map<string, unknown> {
  const isParent = typeof value === 'object' && value !== null && !Array.isArray(value);
  const entries = isParent ? Object.entries(value) : [];
  if (entries.length === 0) return new Map([[path.join(' '), value]]);
  return new Map(entries.flatMap(([key, inner]) => [...leavesOf(inner, [...path, key])]));
}

const json = (value: JsonValue | undefined): string => `'${JSON.stringify(value)}'`;

/** Makes the API of `template`, which moto leaves out of a stack: its stage, its route and its authorizer. Resolves with its id. */
export async function makeApi(aws: FakeAwsAccount, template: StackTemplate): Promise<string> {
  const make = (what: string): Promise<string> => aws.run(`aws apigatewayv2 ${what}`);
  const name = textOf(propertyOf(template, 'HttpApi', 'Name'));
  const id = await make(`create-api --name ${name} --protocol-type HTTP --query ApiId --output text`);
  const settings = json(propertyOf(template, 'HttpApiStage', 'DefaultRouteSettings'));
  await make(`create-stage --api-id ${id} --stage-name $default --default-route-settings ${settings}`);
  const jwt = json(propertyOf(template, 'HttpApiAuthorizerJwt', 'JwtConfiguration'));
  const authorizer = await make(
    `create-authorizer --api-id ${id} --name jwt --authorizer-type JWT --jwt-configuration ${jwt} ` +
      `--identity-source $request.header.Authorization --query AuthorizerId --output text`,
  );
  await make(
    `create-route --api-id ${id} --route-key 'POST /api/workflow/execute' ` +
      `--authorization-type JWT --authorizer-id ${authorizer}`,
  );
  return id;
}

/**
 * Rehearses each command of the page as a test of its own, on `stage`, which it leaves as it was.
 *
 * @param directory of the copy of the service (service.ts)
 */
export async function rehearseRunbook(
  context: TestContext,
  aws: FakeAwsAccount,
  stage: string,
  directory: string,
): Promise<void> {
  const name = `workflow-executor-${stage}`;
  const page = readFileSync(join(import.meta.dirname, '../../RUNBOOK.md'), 'utf8');
  const run = (command: string): Promise<string> => aws.run(`aws ${command}`);
  // With JWT, because stopping the traffic must not remove it.
  const { template } = await packageStage(directory, stage, {
    jwtIssuer: 'https://issuer.example.com',
    jwtAudience: 'workflow-executor',
  });
  const memoryMb = await run(
    `lambda get-function-configuration --function-name ${name}-execute --query MemorySize --output text`,
  );
  const values: Record<string, string> = { ...variablesOf(page), STAGE: stage, NOW: '1764288000' };
  const apiId = await makeApi(aws, template);
  const queueUrl = await run(
    `sqs get-queue-url --queue-name ${name}-reminders-dlq --query QueueUrl --output text`,
  );
  const body = JSON.stringify({ trace_id: 'reminder-001', effect_key: 'e'.repeat(64) });
  await run(`sqs send-message --queue-url ${queueUrl} --message-body '${body}'`);

  // The fake's own URL of an API leads nowhere.
  const api = await serveDeployed({ aws, stage });
  const served: Readonly<Record<string, string>> = { API_URL: api.url };

  for (const line of commandsOf(page))
    await context.test(line, async () => {
      const [, variable, command = line] = /^([A-Z_]+)=\$\((.+)\)$/.exec(line) ?? [];
      const filled = fill(command, values);
      const changed = await changesBy(aws, stage, async () => {
        const output = await runCommand(filled, aws, directory);
        if (variable !== undefined) values[variable] = served[variable] ?? output;
        learn(values, line, output, aws.directory);
      });
      assertPurpose(filled, changed, stage);
    });

  context.after(async () => {
    await api.close();
    await run(
      `lambda update-function-configuration --function-name ${name}-execute --memory-size ${memoryMb}`,
    );
    await run(`dynamodb delete-table --table-name ${name}-executions-restored`);
    await run(`apigatewayv2 delete-api --api-id ${apiId}`);
  });
}

/** Resolves with what a command of the page printed. @throws when it fails */
async function runCommand(command: string, aws: FakeAwsAccount, directory: string): Promise<string> {
  if (command.startsWith('aws ')) return await aws.run(command);
  const [program, ...words] = command.split(' ');
  if (program === 'npx') return await serverless(directory, words.slice(1), aws.env);
  const args = ['scripts/test-contract.ts', ...words.slice(words.indexOf('--') + 1)];
  const env = { ...inheritedEnvironment(directory), ...aws.env };
  const { code, output } = await runScript(directory, args, env);
  assert.equal(code, 0, output);
  return output;
}

/** Takes from an output what later commands of the page need, as its reader would. */
function learn(values: Record<string, string>, command: string, output: string, folder: string): void {
  if (command.startsWith('MESSAGE=')) {
    const [receiptHandle = '', body = ''] = output.split('\t');
    values['RECEIPT_HANDLE'] = receiptHandle;
    writeFileSync(join(folder, 'message.json'), body);
  }
  if (command.includes('get-template')) values['TIMESTAMP'] = /\/(\d+)-/.exec(output)?.[1] ?? 'none';
}

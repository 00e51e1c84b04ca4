// Owns running every command of RUNBOOK.md on a deployed stage of the stand-in, in the order of the page, and comparing the stage
// before and after: nothing but what the command is for may differ. Leaves running one command to aws_commands.py and to osls.

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { differs } from './differs.ts';
import { packageStage, serverless } from './service.ts';
import { at, type Json, textOf, type StackTemplate } from '../../tests/support/template.ts';

/** Says what the stand-in does not do: what these commands do beyond, only AWS can show. */
export const runbookTitle =
  'every command of the runbook, run on prod, changes what it is for and nothing else ' +
  '(the stand-in runs no function, restores a table as it is now, and has no UpdateStage but ours and no API but one made like the template)';

/**
 * The commands of a page, in its order, as often as it has them: code of a line, or lines of a block, that start with a program's name
 * or put its output into a variable. A line that a backslash continues is one line.
 */
export function mentionsOf(page: string): string[] {
  const command = /`((?:aws|npx serverless) [^`]+)`|^ *((?:[A-Z_]+=\$\()?(?:aws|npx serverless) .+)$/gm;
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

/** What a command is for: where in the facts (facts.py) it changes something, keys separated by spaces. All others change nothing. */
function purposeOf(command: string, name: string): readonly string[] {
  const api = `apis ${name.replace(/^(workflow-executor)-(.+)$/, '$2-$1')}`;
  const throttling = `${api} stages $default DefaultRouteSettings Throttling`;
  const purposes: Readonly<Record<string, readonly string[]>> = {
    'lambda update-function-configuration': [`functions ${name}-execute MemorySize`],
    'lambda put-function-concurrency': [`functions ${name}-execute ReservedConcurrency`],
    'lambda delete-function-concurrency': [`functions ${name}-execute ReservedConcurrency`],
    'sqs delete-message': [`messages ${name}-reminders-dlq`],
    'dynamodb restore-table-to-point-in-time': [`tables ${name}-executions-restored`],
    'apigatewayv2 update-stage': [`${throttling}BurstLimit`, `${throttling}RateLimit`],
  };
  return purposes[command.split(' ').slice(1, 3).join(' ')] ?? [];
}

/** A breach when `changed` is not what `command` is for, on the stage called `name`. */
export function misses(command: string, changed: readonly string[], name: string): string[] {
  const purpose = purposeOf(command, name);
  const within = (path: string): string =>
    purpose.find((one) => path === one || path.startsWith(`${one} `)) ?? path;
  return differs(`what is changed by ${command}`, [...new Set(changed.map(within))].toSorted(), purpose);
}

interface Ran {
  readonly output?: Json;
  readonly error?: string;
  readonly changed: readonly string[];
}

interface Runner {
  readonly run: (command: string) => Promise<Ran>;
  readonly stop: () => Promise<void>;
}

/** A process of aws_commands.py, in `directory`. */
export function startRunner(env: Readonly<Record<string, string>>, stage: string, directory: string): Runner {
  const child = spawn('python3', [join(import.meta.dirname, 'aws_commands.py'), stage], {
    cwd: directory,
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const answers = createInterface(child.stdout)[Symbol.asyncIterator]();
  const run = async (command: string): Promise<Ran> => {
    child.stdin.write(`${JSON.stringify(command)}\n`);
    const { value, done } = await answers.next();
    if (done === true) throw new Error(`the runner ended at: ${command}`);
    return JSON.parse(value) as Ran;
  };
  const stop = (): Promise<void> => {
    child.stdin.end();
    return ended;
  };
  return { run, stop };
}

/** The output of a command that is no command of the page. @throws when it fails */
async function outputOf({ run }: Runner, command: string): Promise<string> {
  const { output, error } = await run(command);
  if (error !== undefined) throw new Error(`${command}: ${error}`);
  return textOf(output);
}

const json = (value: Json | undefined): string => `'${JSON.stringify(value)}'`;

/** Makes the API of `template`, which moto leaves out of a stack: its stage, its route and its authorizer. Resolves with its id. */
export async function makeApi(runner: Runner, template: StackTemplate): Promise<string> {
  const of = (id: string, path: string): Json | undefined => at(template.Resources[id]?.Properties, path);
  const make = (what: string): Promise<string> => outputOf(runner, `aws apigatewayv2 ${what}`);
  const name = textOf(of('HttpApi', 'Name'));
  const id = await make(`create-api --name ${name} --protocol-type HTTP --query ApiId --output text`);
  const settings = json(of('HttpApiStage', 'DefaultRouteSettings'));
  await make(`create-stage --api-id ${id} --stage-name $default --default-route-settings ${settings}`);
  const jwt = json(of('HttpApiAuthorizerJwt', 'JwtConfiguration'));
  const authorizer = await make(
    `create-authorizer --api-id ${id} --name jwt --authorizer-type JWT --jwt-configuration ${jwt} ` +
      `--identity-source $request.header.Authorization --query AuthorizerId --output text`,
  );
  await make(
    `create-route --api-id ${id} --route-key ${json('POST /api/workflow/execute').replaceAll('"', '')} ` +
      `--authorization-type JWT --authorizer-id ${authorizer}`,
  );
  return id;
}

interface Rehearsal {
  readonly stage: string;
  /** Of the copy of the service (service.ts). */
  readonly directory: string;
  readonly env: Readonly<Record<string, string>>;
}

/** What is wrong with the commands of the page. The stage is left as it was found. */
export async function rehearseRunbook({ stage, directory, env }: Rehearsal): Promise<string[]> {
  const name = `workflow-executor-${stage}`;
  const page = readFileSync(join(import.meta.dirname, '../../RUNBOOK.md'), 'utf8');
  // With JWT, for a closed gate must not take it away.
  const { template } = await packageStage(directory, stage, {
    jwtIssuer: 'https://issuer.example.com',
    jwtAudience: 'workflow-executor',
  });
  const folder = mkdtempSync(join(tmpdir(), 'runbook-'));
  const runner = startRunner(env, stage, folder);
  const ask = (command: string): Promise<string> => outputOf(runner, `aws ${command}`);
  try {
    const memoryMb = await ask(
      `lambda get-function-configuration --function-name ${name}-execute --query MemorySize --output text`,
    );
    const values: Record<string, string> = { ...variablesOf(page), STAGE: stage };
    const apiId = await makeApi(runner, template);
    const queueUrl = await ask(
      `sqs get-queue-url --queue-name ${name}-reminders-dlq --query QueueUrl --output text`,
    );
    const body = JSON.stringify({ trace_id: 'reminder-001', effect_key: 'e'.repeat(64) });
    await ask(`sqs send-message --queue-url ${queueUrl} --message-body '${body}'`);
    const breaches: string[] = [];
    for (const line of commandsOf(page)) {
      const [, variable, command = line] = /^([A-Z_]+)=\$\((.+)\)$/.exec(line) ?? [];
      const filled = fill(command, values);
      const ran = command.startsWith('npx')
        ? await runServerless(runner, filled, directory, env)
        : await runner.run(filled);
      if (ran.error !== undefined) breaches.push(`${filled}: ${ran.error}`);
      else breaches.push(...misses(filled, ran.changed, name));
      const output = textOf(ran.output);
      if (variable !== undefined) values[variable] = output;
      learn(values, line, output, folder);
    }
    await ask(
      `lambda update-function-configuration --function-name ${name}-execute --memory-size ${memoryMb}`,
    );
    await ask(`dynamodb delete-table --table-name ${name}-executions-restored`);
    await ask(`apigatewayv2 delete-api --api-id ${apiId}`);
    return breaches;
  } finally {
    await runner.stop();
    rmSync(folder, { recursive: true });
  }
}

/** Runs osls, and asks the runner for what has changed since its last command. */
async function runServerless(
  runner: Runner,
  command: string,
  directory: string,
  env: Rehearsal['env'],
): Promise<Ran> {
  const output = await serverless(directory, command.split(' ').slice(2), env);
  const { changed } = await runner.run('aws sts get-caller-identity');
  return { output, changed };
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

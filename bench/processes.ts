// Starts, asks and stops the processes of a run: the instant AWS, drivers, and fresh processes for a first answer.
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { functionEnvironment } from '../scripts/local/environment.ts';
import { documentedRequest } from '../tests/support/requests.ts';
import { scripts, type Candidate } from './candidates.ts';
import type { Order, DriverReport } from './child/driver.ts';
import type { FirstAnswer } from './child/first.ts';
import { eventOf } from './child/invocation.ts';

export type ProcessVariables = Readonly<Record<string, string>>;

/** Gives the environment of a deployed function that finds DynamoDB, the scheduler, SNS and SSM in the instant AWS. */
export async function startInstantAws(): Promise<ProcessVariables> {
  const child = fork(new URL('instant-aws.ts', import.meta.url));
  const [{ port }] = (await once(child, 'message')) as [AddressInfo];
  const endpoint = `http://127.0.0.1:${port}`;
  const local = functionEnvironment(
    { REMINDER_DELIVERY: 'sns', NODE_ENV: 'production' },
    {
      tables: { executions: { TableName: 'ours' }, topics: { TableName: 'topics' } },
      storeEndpoint: endpoint,
      schedulerEndpoint: endpoint,
      version: '1.0.0',
    },
  );
  return {
    ...local,
    STAGE: 'prod',
    AWS_ENDPOINT_URL_SNS: endpoint,
    AWS_ENDPOINT_URL_SSM: endpoint,
    AWS_SESSION_TOKEN: 'bench',
    AWS_LAMBDA_FUNCTION_NAME: 'workflow-executor-prod-execute',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    LAMBDA_TASK_ROOT: '/var/task',
  };
}

export type Driver = Awaited<ReturnType<typeof startDriver>>;

/** Both streams of a measured process go to the same place for every candidate. */
export async function startDriver(
  { name, path }: Candidate,
  env: ProcessVariables,
  nodeOptions: readonly string[] = [],
) {
  const child = fork(scripts.driver, [path], {
    env: { ...env, TABLE_NAME: name },
    execArgv: [...nodeOptions],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`The measured process of ${name} ended with ${String(code)}.`);
  });
  // Whoever waits for an answer sees it.
  ended.catch(() => undefined);
  await Promise.race([once(child, 'message'), ended]);
  return {
    name,
    /** Rejects when a call failed, unless failures are what is counted. */
    async run(order: Order, { mayFail } = { mayFail: false }): Promise<DriverReport> {
      child.send(order);
      const [report] = (await Promise.race([once(child, 'message'), ended])) as [
        DriverReport | { error: string },
      ];
      if ('error' in report) throw new Error(`${name}: ${report.error}`);
      if (report.failures > 0 && !mayFail)
        throw new Error(`${name}: ${report.failures} calls failed: ${JSON.stringify(order)}`);
      return report;
    },
    async stop(): Promise<void> {
      const exited = once(child, 'exit');
      child.disconnect();
      await exited;
    },
  };
}

type FirstRequest = { readonly request?: unknown; readonly logPath?: string };

/** One request, the documented task unless it is given, in a fresh process: load, first answer, end. */
export async function firstAnswer(
  { name, path }: Candidate,
  env: ProcessVariables,
  { request = documentedRequest().json, logPath = '/dev/null' }: FirstRequest = {},
): Promise<FirstAnswer> {
  const log = openSync(logPath, 'w');
  const event = JSON.stringify(eventOf(request));
  const child = spawn(process.execPath, [scripts.first, path, event], {
    env: { ...env, TABLE_NAME: name },
    stdio: ['ignore', log, log, 'pipe'],
  });
  closeSync(log);
  const report = child.stdio[3];
  if (!report || !('read' in report)) throw new Error('The fresh process has no pipe for its report.');
  const json = await text(report);
  if (json === '') throw new Error(`No first answer; see why: node ${scripts.first} ${path} '${event}'`);
  const answer = JSON.parse(json) as FirstAnswer;
  if (answer.statusCode !== 200) throw new Error(`${name} answered ${answer.statusCode} at first.`);
  return answer;
}

// Starts and speaks with the processes of a run: the stand-in, measured children, fresh children. Stops them all.
import { fork, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { CHILDREN } from './contenders.ts';
import type { Contender } from './contenders.ts';
import type { Order, Report } from './child/driver.ts';
import type { FirstAnswer } from './child/first.ts';
import type { Traffic } from './stand-in.ts';

const running = new Set<ChildProcess>();

export function stopAll(): void {
  for (const child of running) child.kill('SIGKILL');
}

export function keep<Child extends ChildProcess>(child: Child): Child {
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

export interface StandIn {
  readonly url: string;
  /** Everything that arrived since the last call, by table; forgets it and what is stored. */
  take(): Promise<Record<string, Traffic>>;
  /** The same without forgetting. */
  look(): Promise<Record<string, Traffic>>;
  /** Events for the targets of the schedules that were made since the last call. */
  takeInputs(): Promise<readonly unknown[]>;
}

export async function startStandIn(): Promise<StandIn> {
  const child = keep(fork(new URL('stand-in.ts', import.meta.url)));
  const [address] = (await once(child, 'message')) as [AddressInfo];
  const url = `http://127.0.0.1:${address.port}`;
  const traffic = async (method: string): Promise<Record<string, Traffic>> =>
    (await (await fetch(`${url}/traffic`, { method })).json()) as Record<string, Traffic>;
  const takeInputs = async (): Promise<readonly unknown[]> =>
    (await (await fetch(`${url}/inputs`)).json()) as readonly unknown[];
  return { url, take: () => traffic('DELETE'), look: () => traffic('GET'), takeInputs };
}

/** The environment of a deployed function, with its endpoints on this machine. Nothing is inherited. */
export function environment(endpoint: string, over: Record<string, string> = {}): Record<string, string> {
  return {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'bench',
    AWS_SESSION_TOKEN: 'bench',
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_ENDPOINT_URL_SCHEDULER: endpoint,
    AWS_ENDPOINT_URL_SNS: endpoint,
    AWS_LAMBDA_FUNCTION_NAME: 'workflow-executor-prod-execute',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    LAMBDA_TASK_ROOT: '/var/task',
    NODE_ENV: 'production',
    SERVICE_NAME: 'workflow-executor',
    STAGE: 'prod',
    SERVICE_VERSION: '1.0.0',
    EXECUTIONS_TABLE: 'ours',
    TOPICS_TABLE: 'topics',
    REMINDER_SCHEDULE_GROUP: 'workflow-executor-prod',
    REMINDER_TARGET_ARN: 'arn:aws:lambda:us-east-1:123456789012:function:workflow-executor-prod-execute',
    REMINDER_TOPIC_ARN: 'arn:aws:sns:us-east-1:123456789012:workflow-executor-prod-reminders-due',
    REMINDER_ROLE_ARN: 'arn:aws:iam::123456789012:role/workflow-executor-prod-scheduler',
    REMINDER_DLQ_ARN: 'arn:aws:sqs:us-east-1:123456789012:workflow-executor-prod-reminders-dlq',
    ...over,
  };
}

/** Both streams of a measured process go to a file, the same way for every contender. */
function streamsTo(path: string): number {
  return openSync(path, 'a');
}

export interface Driver {
  run(order: Partial<Order>): Promise<Report>;
  stop(): Promise<void>;
}

export async function startDriver(
  contender: Contender,
  env: Record<string, string>,
  { nodeOptions = [], logPath = '/dev/null' }: { nodeOptions?: string[]; logPath?: string } = {},
): Promise<Driver> {
  const sink = streamsTo(logPath);
  const stdio = ['ignore', sink, sink, 'ipc'] as const;
  const child = keep(
    fork(CHILDREN.driver, [contender.path], {
      env: { ...env, TABLE_NAME: env['TABLE_NAME'] ?? contender.name },
      execArgv: nodeOptions,
      stdio: [...stdio],
    }),
  );
  closeSync(sink);
  const died = once(child, 'exit').then(([code]) => {
    throw new Error(`The measured process of ${contender.name} ended with ${String(code)}.`);
  });
  died.catch(() => undefined);
  await Promise.race([once(child, 'message'), died]);
  return {
    async run(order) {
      const full: Order = { kind: 'task', count: 1, concurrency: 1, ...order };
      child.send(full);
      const [report] = (await Promise.race([once(child, 'message'), died])) as [Report | { error: string }];
      if ('error' in report) throw new Error(`${contender.name}: ${report.error}`);
      return report;
    },
    async stop() {
      child.disconnect();
      await died.catch(() => undefined);
    },
  };
}

/** One fresh process: load, first answer, end. */
export async function firstAnswer(
  contender: Contender,
  env: Record<string, string>,
  { traceId = 'task-001', logPath = '/dev/null' }: { traceId?: string; logPath?: string } = {},
): Promise<FirstAnswer> {
  const sink = streamsTo(logPath);
  const child = keep(
    spawn(process.execPath, [CHILDREN.first, contender.path, traceId], {
      env: { ...env, TABLE_NAME: contender.name },
      stdio: ['ignore', sink, sink, 'pipe'],
    }),
  );
  closeSync(sink);
  const report = child.stdio[3];
  if (!report || !('read' in report)) throw new Error('The fresh process has no pipe for its report.');
  const answer = await text(report);
  if (answer === '') throw new Error(`No first answer; see why: node ${CHILDREN.first} ${contender.path}`);
  return JSON.parse(answer) as FirstAnswer;
}

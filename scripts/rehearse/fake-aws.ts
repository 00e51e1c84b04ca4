// Starts the fake of AWS, and calls it. What it does is in fake_aws.py.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

type DeployedFunction = {
  readonly [setting: string]: unknown;
  readonly FunctionArn: string;
  readonly Environment: { readonly Variables: Readonly<Record<string, string>> };
};

/** What is deployed of a stage, by kind and name; deployed.py describes each. */
export type DeployedStage = {
  readonly stacks: readonly {
    readonly StackStatus: string;
    readonly EnableTerminationProtection?: boolean;
  }[];
  readonly functions: Readonly<Record<string, DeployedFunction>>;
  readonly roles: Readonly<Record<string, { readonly Arn: string }>>;
  readonly topics: Readonly<Record<string, { readonly subscriptions: object }>>;
  readonly buckets: readonly string[];
} & Readonly<Record<'apis' | 'logGroups' | 'queues' | 'tables', object>>;

export type FakeAwsAccount = Awaited<ReturnType<typeof startFakeAws>>;

/** @throws when it does not start */
export async function startFakeAws() {
  // Commands find their files here, and moto leaves one.
  const directory = mkdtempSync(join(tmpdir(), 'fake-aws-'));
  const python = spawn('python3', [join(import.meta.dirname, 'fake_aws.py')], {
    cwd: directory,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const errors: string[] = [];
  python.stderr.on('data', (chunk: Buffer) => {
    errors.push(chunk.toString());
    errors.splice(0, errors.length - 40);
  });
  const lines = createInterface(python.stdout)[Symbol.asyncIterator]();
  const nextResult = async (): Promise<unknown> => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error(`the fake of AWS ended\n${errors.join('')}`);
    const { result, error } = JSON.parse(value) as { readonly result?: unknown; readonly error?: string };
    if (error !== undefined) throw new Error(error);
    return result;
  };
  const call = (name: string, ...args: readonly unknown[]): Promise<unknown> => {
    python.stdin.write(`${JSON.stringify([name, ...args])}\n`);
    return nextResult();
  };

  const endpoint = String(await nextResult());
  const describe = async (stage: string) => (await call('describe', stage)) as DeployedStage;
  return {
    directory,
    /** What makes osls and the SDK call it. */
    env: {
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: 'none',
      AWS_SECRET_ACCESS_KEY: 'none',
      AWS_REGION: 'us-east-1',
    },
    describe,
    /** Runs a command of the AWS CLI; resolves with what it printed. @throws when it fails */
    run: async (command: string) => String(await call('run', command)),
    /** Makes the next update of a stack stay in progress until it is cancelled. */
    holdNextUpdate: () => call('holdNextUpdate'),
    /** Makes the next rollback of an update that was held fail, until it is continued. */
    failNextRollback: () => call('failNextRollback'),
    /** Waits until the stack of `stage` has that status. */
    until: async (stage: string, status: string): Promise<void> => {
      for (let attempt = 0; attempt < 120; attempt += 1) {
        if ((await describe(stage)).stacks[0]?.StackStatus === status) return;
      }
      throw new Error(`the stack of ${stage} does not come to ${status}`);
    },
    stop: async (): Promise<void> => {
      const ended = once(python, 'exit');
      python.stdin.end();
      await ended;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

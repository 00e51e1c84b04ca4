// Owns: the life of the process that serves the load.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { testVariables } from '../../support/service.ts';
import type { TestStore } from '../../support/store.ts';
import type { Held } from './server.ts';

export type Served = {
  readonly url: string;
  readonly measure: () => Promise<Held>;
  readonly stop: () => Promise<void>;
};

/** @param endpoints where it is to find its store and its scheduler */
export async function serve(
  store: TestStore,
  endpoints: { readonly dynamodb: string; readonly scheduler: string },
): Promise<Served> {
  const child = spawn(process.execPath, ['--expose-gc', 'tests/proofs/load/server.ts'], {
    // Its lines are other proofs' business.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: {
      ...testVariables(store),
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
      AWS_ENDPOINT_URL_SCHEDULER: endpoints.scheduler,
    },
  });
  const exited = once(child, 'exit');
  const ended = exited.then(([code]) => {
    throw new Error(`the service ended with ${code}`);
  });
  ended.catch(() => undefined);
  const told = async () => (await Promise.race([once(child, 'message'), ended])) as [unknown];
  const [{ port }] = (await told()) as [{ port: number }];
  return {
    url: `http://127.0.0.1:${port}`,
    measure: async () => {
      const answered = told();
      child.send('measure');
      const [held] = await answered;
      return held as Held;
    },
    stop: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

// Starts the process that serves the load, and stops it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { testVariables } from '../../support/service.ts';
import type { TestStore } from '../../support/store.ts';
import type { Footprint } from './server.ts';

export type LoadServer = {
  readonly url: string;
  readonly measure: () => Promise<Footprint>;
  readonly stop: () => Promise<void>;
};

/** @param endpoints of its store and its scheduler */
export async function startServer(
  store: TestStore,
  endpoints: { readonly dynamodb: string; readonly scheduler: string },
): Promise<LoadServer> {
  const child = spawn(process.execPath, ['--expose-gc', 'tests/proofs/load/server.ts'], {
    // Its log lines are tested elsewhere.
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
  const nextMessage = async () => (await Promise.race([once(child, 'message'), ended])) as [unknown];
  const [{ port }] = (await nextMessage()) as [{ port: number }];
  return {
    url: `http://127.0.0.1:${port}`,
    measure: async () => {
      const answered = nextMessage();
      child.send('measure');
      const [footprint] = await answered;
      return footprint as Footprint;
    },
    stop: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

// Starts the process that serves a proof's traffic, and stops it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { testVariables } from '../support/service.ts';
import type { TestStore } from '../support/store.ts';

export type ServerProcess<Report> = {
  readonly url: string;
  /** What the process reports of itself. */
  readonly ask: () => Promise<Report>;
  readonly stop: () => Promise<void>;
};

export type ServerProcessOptions = {
  /** Sends `{ port }` once it listens, `{ report }` when it is sent anything, and any notes in between: `{ note }`. */
  readonly script: string;
  readonly store: TestStore;
  readonly endpoints: { readonly dynamodb: string; readonly scheduler: string };
  /** Variables of the environment in place of the usual ones. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly onNote?: (note: string) => void;
};

type ServerMessage<Report> =
  { readonly port: number } | { readonly report: Report } | { readonly note: string };

export async function startServerProcess<Report>(
  options: ServerProcessOptions,
): Promise<ServerProcess<Report>> {
  const { script, store, endpoints, variables = {}, onNote = () => undefined } = options;
  const child = spawn(process.execPath, ['--expose-gc', script], {
    // Its log lines are tested elsewhere.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: {
      ...testVariables(store),
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
      AWS_ENDPOINT_URL_SCHEDULER: endpoints.scheduler,
      ...variables,
    },
  });
  const port = Promise.withResolvers<number>();
  let reported = Promise.withResolvers<Report>();
  const exited = once(child, 'exit').then(([code]) => {
    const error = new Error(`the service ended with ${code}`);
    port.reject(error);
    reported.reject(error);
  });
  reported.promise.catch(() => undefined);
  child.on('message', (message: ServerMessage<Report>) => {
    if ('port' in message) port.resolve(message.port);
    else if ('report' in message) reported.resolve(message.report);
    else onNote(message.note);
  });
  const url = `http://127.0.0.1:${await port.promise}`;
  return {
    url,
    ask: async () => {
      child.send('report');
      const report = await reported.promise;
      reported = Promise.withResolvers<Report>();
      reported.promise.catch(() => undefined);
      return report;
    },
    stop: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

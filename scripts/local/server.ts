// Starts the parts of the local server, in the order that finds mistakes first, and stops them in reverse.

import type { Server } from 'node:http';
import { adapterModules } from '../../lib/adapters/registry.ts';
import { parameterName } from '../../lib/adapters/secret.ts';
import { readConfig, type Config } from '../../lib/config/config.ts';
import manifest from '../../package.json' with { type: 'json' };
import { errorMessage, StartError } from '../shared/errors.ts';
import { deliverBy } from './deliver.ts';
import { docsPage } from './docs.ts';
import { functionEnvironment, localStage, readPort, type EnvironmentVariables } from './environment.ts';
import { startFunction, type LocalFunction } from './function.ts';
import { createGateway } from './gateway.ts';
import { listenLocally } from './guard.ts';
import { openLogs } from './logs.ts';
import { startScheduler } from './scheduler.ts';
import { announce, openPrivateFolder, statePaths, withdraw } from './state.ts';
import { startStore } from './store.ts';
import { readTables } from './tables.ts';

type LocalServerOptions = {
  readonly env: EnvironmentVariables;
  /** Called when the store has died and cannot be started again. */
  readonly onLost: () => void;
  /** Makes the bundle and gives its path. */
  readonly bundle: () => Promise<string>;
};

export type LocalServer = {
  readonly url: string;
  /** The name of the adapter that carries an action out, by action. */
  readonly adapters: Config['adapters'];
  readonly close: () => Promise<void>;
};

// As in serverless.yml; after it, Lambda stops the function.
const functionTimeoutMs = 10_000;

/** @throws StartError when something outside of the code prevents the start. */
export async function startLocalServer(options: LocalServerOptions): Promise<LocalServer> {
  const started = new AsyncDisposableStack();
  const close = (): Promise<void> => started.disposeAsync();
  try {
    return { ...(await startParts(options, started)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startParts(
  { env, onLost, bundle }: LocalServerOptions,
  started: AsyncDisposableStack,
): Promise<Omit<LocalServer, 'close'>> {
  const { version } = manifest;
  const port = readPort(env);
  const paths = statePaths(env);
  const tables = await readTables(localStage);
  const functionEnv = (storeEndpoint: string, schedulerEndpoint: string) =>
    functionEnvironment(env, { tables, storeEndpoint, schedulerEndpoint, version });
  const { adapters, delivery } = checkVariables(functionEnv('', ''));
  openPrivateFolder(paths.folder);

  // Listens first, so that a taken port is reported before anything is opened. Requests that come early wait here.
  const loaded = Promise.withResolvers<LocalFunction>();
  loaded.promise.catch(() => undefined);
  const gateway = createGateway({
    invoke: (event) => loaded.promise.then(({ invoke }) => invoke(event)),
    pages: docsPage,
  });
  const url = await listenLocally(gateway, port).catch((error: NodeJS.ErrnoException) => {
    const why =
      error.code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be used (${error.message})`;
    throw new StartError(`Port ${port} ${why}: choose another one with PORT=8001 npm start.`);
  });
  started.defer(() => {
    gateway.close();
    gateway.closeAllConnections();
  });

  const building = bundle();
  building.catch(() => undefined);
  const store = await startStore(paths.store, tables, onLost);
  started.defer(() => store.close());

  const logs = openLogs({
    file: paths.log,
    output: process.stdout,
    common: { service: env['SERVICE_NAME'] ?? 'workflow-executor', stage: localStage, version },
  });
  started.defer(() => logs.close());
  const scheduler = await startScheduler(paths.scheduler);
  started.defer(() => scheduler.close());
  const running = await startFunction({
    bundle: await building,
    env: functionEnv(store.endpoint, scheduler.endpoint),
    timeoutMs: functionTimeoutMs,
    openOutput: (name) => logs.openOutput(name),
    onFailure: (message, requestId, error) =>
      logs.write({ level: 'ERROR', message, request_id: requestId, ...(error && { error }) }),
  }).catch((error: unknown) => {
    throw new StartError(`The function did not load: ${errorMessage(error)}`);
  });
  started.defer(() => running.close());
  loaded.resolve(running);
  const table = String(tables.executions.TableName);
  const { invoke } = running;
  const isByLog = delivery?.kind === 'log';
  const target = { invoke, storeEndpoint: store.endpoint, table, isByLog, terminal: process.stderr, logs };
  started.defer(scheduler.arm(deliverBy(target)));

  // Stopped in reverse: callers get their answers before what answers them is stopped.
  started.defer(() => drain(gateway));
  announce(paths, {
    pid: process.pid,
    port: Number(new URL(url).port),
    storeEndpoint: store.endpoint,
    schedulerEndpoint: scheduler.endpoint,
  });
  started.defer(() => withdraw(paths));
  return { url, adapters };
}

// With the function's own reader, so that a wrong variable is reported now and not by the first request.
function checkVariables(variables: EnvironmentVariables): Config {
  const config = readVariables(variables);
  // A delivery by webhook reads what the adapter of that name reads.
  const used = new Set([...Object.values(config.adapters), config.delivery?.kind]);
  const chosen = adapterModules.filter(({ name }) => used.has(name));
  for (const [name, schema] of chosen.flatMap((module) => Object.entries(module.variables.properties))) {
    if (schema['x-secret'] && parameterName(config.variables[name] ?? '') !== undefined) {
      throw new StartError(`${name}=ssm:… needs AWS, which npm start never calls: set the secret itself.`);
    }
  }
  if (variables['REMINDER_DELIVERY'] === 'sns') {
    throw new StartError(
      'REMINDER_DELIVERY=sns needs AWS, which npm start never calls: leave it out, or set webhook.',
    );
  }
  return config;
}

function readVariables(variables: EnvironmentVariables): Config {
  try {
    return readConfig(variables);
  } catch (error) {
    throw new StartError(`${errorMessage(error)}.`);
  }
}

/** Takes no new request, and waits until those that have come are answered. */
async function drain(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  // A kept-alive connection becomes idle only after its last answer.
  const idle = setInterval(() => server.closeIdleConnections(), 20);
  const late = setTimeout(() => server.closeAllConnections(), functionTimeoutMs + 1_000);
  await closed;
  clearInterval(idle);
  clearTimeout(late);
}

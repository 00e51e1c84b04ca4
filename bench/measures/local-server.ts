// The server of `npm start`, on a state folder of its own, under 16 connections for 30 seconds.
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { readLines } from '../../scripts/local/lines.ts';
import { BUDGETS } from '../budgets.ts';
import type { Row } from '../budgets.ts';
import type { Bench } from '../bench.ts';
import type { ClientReport } from '../child/client.ts';
import type { Contender } from '../contenders.ts';
import { keep } from '../processes.ts';
import { exact } from '../statistics.ts';

const CONNECTIONS = 16;
const SECONDS = 30;

interface LocalServer {
  readonly url: string;
  stop(): Promise<void>;
}

async function startLocalServer({ path }: Contender): Promise<LocalServer> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-local-'));
  const script = fileURLToPath(new URL('../../scripts/start.ts', import.meta.url));
  const server = keep(
    spawn(process.execPath, [script, '--bundle', path], {
      env: { ...process.env, PORT: '0', STATE_FOLDER: folder },
      stdio: ['ignore', 'ignore', 'pipe'],
    }),
  );
  const exited = once(server, 'exit');
  const url = await readUrl(server.stderr);
  server.stderr.resume();
  const stop = async (): Promise<void> => {
    server.kill('SIGTERM');
    await exited;
    await rm(folder, { recursive: true, force: true });
  };
  return { url, stop };
}

async function readUrl(stderr: Readable): Promise<string> {
  const said: string[] = [];
  for await (const line of readLines(stderr)) {
    said.push(line);
    const url = /^\s*API\s+(\S+)/.exec(line)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error(`The local server did not start:\n${said.join('\n')}`);
}

export async function measureLocalServer(bench: Bench): Promise<Row[]> {
  const { ours } = bench.contenders;
  if (!ours) return [];
  const server = await startLocalServer(ours);
  const client = keep(
    fork(new URL('../child/client.ts', import.meta.url), [server.url, String(SECONDS), String(CONNECTIONS)]),
  );
  const [report] = (await once(client, 'message')) as [ClientReport];
  await server.stop();
  bench.say(`local server: ${report.answers} answers in ${SECONDS} s, p50 ${report.p50Ms.toFixed(1)} ms`);
  const p99 = exact(report.p99Ms);
  return [
    {
      id: 'local-server',
      measured: `local server, ${CONNECTIONS} connections, ${SECONDS} s: p99`,
      unit: 'ms',
      ours: p99,
      checks: [{ of: 'value', value: p99, most: BUDGETS.localServerP99Ms }],
    },
    {
      id: 'local-server-failures',
      measured: `the same: failures among ${report.answers} answers`,
      unit: '',
      ours: exact(report.failures),
      checks: [{ of: 'value', value: exact(report.failures), most: 0 }],
    },
  ];
}

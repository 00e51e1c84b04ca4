// The server of `npm start`, in a state folder of its own, under 16 connections for 30 seconds.
import autocannon from 'autocannon';
import { cleanUp, launch, newStateFolder } from '../../tests/local/launch.ts';
import { documentedRequest } from '../../tests/support/requests.ts';
import type { Bench } from '../bench.ts';
import { budgets } from '../budgets.ts';
import { createRow, type Row } from '../rows.ts';

const [connections, duration] = [16, 30];

/** Sends tasks, each under a new trace id. */
async function loadServer(url: string): Promise<autocannon.Result> {
  return await autocannon({
    url: `${url}/api/workflow/execute`,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...documentedRequest().json, trace_id: 'task-[<id>]' }),
    idReplacement: true,
    verifyBody: (body) => String(body).includes('"status":"success"'),
    connections,
    duration,
  });
}

async function loadLocalServer(bundle: string): Promise<autocannon.Result> {
  const server = launch(newStateFolder(), {}, [process.execPath, 'scripts/start.ts', '--bundle', bundle]);
  // The server is in a process group of its own, so Ctrl-C does not reach it.
  const interrupt = () => void cleanUp().finally(() => process.exit(130));
  process.once('SIGINT', interrupt);
  try {
    return await loadServer(await server.url);
  } finally {
    process.off('SIGINT', interrupt);
    await server.stop('SIGTERM');
    await cleanUp();
  }
}

export async function measureLocalServer({ candidates: { ours }, say }: Bench): Promise<Row[]> {
  const { latency, requests, errors, non2xx, mismatches, resets } = await loadLocalServer(ours.path);
  say(`local server: ${requests.total} answers in ${duration} s, p50 ${latency.p50} ms`);
  return [
    createRow(
      `local server, ${connections} connections, ${duration} s: p99`,
      'ms',
      { ours: [latency.p99] },
      budgets.localServerP99Ms,
    ),
    createRow(
      `local server: failures among ${requests.total} answers`,
      '',
      { ours: [errors + non2xx + mismatches + resets] },
      budgets.failures,
    ),
  ];
}

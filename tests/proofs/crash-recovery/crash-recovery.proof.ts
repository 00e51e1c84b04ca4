// The proof that the local server loses nothing when it is killed with -9 under load, at random moments: 5 times, with PROOFS=nightly
// 100 times. CRASH_KILLS sets how often, CRASH_SEED when. It serves the bundle that is packaged.
import { copyFileSync, readdirSync, readFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pMap from 'p-map';
import { buildBundle } from '../../../scripts/local/bundle.ts';
import { localClient } from '../../../scripts/local/tables.ts';
import { findRunning, statePaths } from '../../../scripts/local/state.ts';
import { readTables } from '../../../scripts/local/tables.ts';
import { cleanUp, newStateFolder } from '../../local/launch.ts';
import { report } from '../report.ts';
import { randomFrom, seedOf, sizeOf } from '../size.ts';
import { ask, pause, runUntilKilled, start } from './killed-server.ts';
import { openCallerLog, type SentByCaller } from './invariants.ts';

const kills = sizeOf(5, 100, 'CRASH_KILLS');
const seed = seedOf('CRASH_SEED');
/** A claim of a killed invocation has a lease until its deadline and a margin: 12 seconds. */
const leaseMs = 12_500;
const maxConcurrent = 16;

const folder = newStateFolder();
const home = mkdtempSync(join(tmpdir(), 'bundle-'));
const bundle = join(home, 'execute.js');

beforeAll(async () => {
  // A copy, because another build may rewrite the bundle.
  copyFileSync(await buildBundle(), bundle);
  writeFileSync(join(home, 'package.json'), '{"type":"commonjs"}');
}, 60_000);
afterAll(async () => {
  await cleanUp();
  rmSync(home, { recursive: true });
});

test('every answer before a kill -9 is still true after it, and one retry settles the rest', async () => {
  const random = randomFrom(seed);
  const callers = openCallerLog(random);
  for (let kill = 0; kill < kills; kill += 1) await runUntilKilled(start(folder, bundle), callers, random);
  const lastKillMs = performance.now();
  const url = await start(folder, bundle).url;
  await pause(leaseMs - (performance.now() - lastKillMs));

  const all = [...callers.sent];
  const { wrong } = callers;
  const counts = { answered: 0, unanswered: 0, executedByRetry: 0 };
  const textOf = await openStore();
  await pMap(
    all,
    async ([traceId, sent]) => {
      const [first] = sent.answers;
      if (first === undefined) counts.unanswered += 1;
      else {
        counts.answered += 1;
        const stored = await textOf(traceId);
        if (stored === undefined || !first.body.endsWith(`"execution_result":${stored}}`))
          wrong.push(`answered, but the store holds ${stored}: ${first.body}`);
      }
      const retried = await ask(url, callers, sent);
      if (retried?.status !== 200) wrong.push(`one retry gets ${retried?.status} ${retried?.body}`);
      if (first !== undefined && retried?.replayed !== true)
        wrong.push(`answered, and executed again: ${traceId}`);
      if (retried?.replayed === false) counts.executedByRetry += 1;
    },
    { concurrency: maxConcurrent },
  );
  wrong.push(...faultsOfSchedules(all));
  report(
    `crash-recovery: ${kills} kills, seed ${seed}; ${all.length} requests, ${counts.answered} answered, ` +
      `${counts.unanswered} not; of these a retry found ${counts.unanswered - counts.executedByRetry} executed`,
    wrong,
  );
  expect(wrong).toEqual([]);
  expect(counts.answered).toBeGreaterThan(0);
}, 3_600_000);

/** Reads the results that the store holds, without the service. */
async function openStore() {
  const running = findRunning(statePaths({ STATE_FOLDER: folder }));
  if (running === undefined) throw new Error('no server runs');
  const client = localClient(running.storeEndpoint);
  const { executions } = await readTables('local');
  return async (traceId: string): Promise<string | undefined> => {
    const Key = { trace_id: { S: traceId } };
    const command = new GetItemCommand({ TableName: executions.TableName, Key, ConsistentRead: true });
    const { Item } = await client.send(command);
    return Item?.['state']?.S === 'done' ? Item['execution_result']?.S : undefined;
  };
}

/** Every reminder has one schedule, and nothing else has any. */
function faultsOfSchedules(all: readonly (readonly [string, SentByCaller])[]): string[] {
  const pending = join(statePaths({ STATE_FOLDER: folder }).scheduler, 'pending');
  const made = new Map<string, number>();
  for (const file of readdirSync(pending).filter((name) => name.endsWith('.json'))) {
    const traceId =
      /\\"trace_id\\":\\"([^"\\]+)\\"/.exec(readFileSync(join(pending, file), 'utf8'))?.[1] ?? file;
    made.set(traceId, (made.get(traceId) ?? 0) + 1);
  }
  const schedules = all.map(([traceId, { isReminder }]) => [traceId, isReminder ? 1 : 0] as const);
  return schedules.flatMap(([traceId, expected]) => {
    const found = made.get(traceId) ?? 0;
    return found === expected ? [] : [`${traceId} has ${found} schedules`];
  });
}

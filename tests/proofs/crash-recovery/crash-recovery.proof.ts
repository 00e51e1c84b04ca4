// Owns: the local server under load, killed with -9 at random moments: 5 times, with PROOFS=nightly 100 times.
// CRASH_KILLS sets how often, DEATH_SEED when. It serves the very bundle that is packaged.
import { copyFileSync, readdirSync, readFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { buildBundle } from '../../../scripts/local/bundle.ts';
import { localClient } from '../../../scripts/local/tables.ts';
import { findRunning, statePaths } from '../../../scripts/local/state.ts';
import { readTables } from '../../../scripts/local/tables.ts';
import { cleanUp, newStateFolder } from '../../local/launch.ts';
import { report } from '../report.ts';
import { inTurns } from '../in-turns.ts';
import { randomFrom, seedOf, sizeOf } from '../size.ts';
import { ask, liveAndDie, pause, start } from './killed.ts';
import { openLedger, type Asked } from './ledger.ts';

const kills = sizeOf(5, 100, 'CRASH_KILLS');
const seed = seedOf('CRASH_SEED');
/** A claim of a killed invocation stands for its deadline and a margin: 12 seconds. */
const leaseMs = 12_500;
const sideBySide = 16;

const folder = newStateFolder();
const home = mkdtempSync(join(tmpdir(), 'bundle-'));
const bundle = join(home, 'execute.js');

beforeAll(async () => {
  // A copy, which no build beside this one rewrites.
  copyFileSync(await buildBundle(), bundle);
  writeFileSync(join(home, 'package.json'), '{"type":"commonjs"}');
}, 60_000);
afterAll(async () => {
  await cleanUp();
  rmSync(home, { recursive: true });
});

test('whatever was answered before a kill -9 is true after it, and the rest is settled by one retry', async () => {
  const random = randomFrom(seed);
  const ledger = openLedger(random);
  for (let kill = 0; kill < kills; kill += 1) await liveAndDie(start(folder, bundle), ledger, random);
  const lastDeathMs = performance.now();
  const url = await start(folder, bundle).url;
  await pause(leaseMs - (performance.now() - lastDeathMs));

  const all = [...ledger.asked];
  const { wrong } = ledger;
  const counts = { answered: 0, unanswered: 0, anew: 0 };
  const textOf = await openStore();
  await inTurns(all, sideBySide, async ([traceId, asked]) => {
    const [told] = asked.answers;
    if (told === undefined) counts.unanswered += 1;
    else {
      counts.answered += 1;
      const kept = await textOf(traceId);
      if (kept === undefined || !told.body.endsWith(`"execution_result":${kept}}`))
        wrong.push(`answered, but the store holds ${kept}: ${told.body}`);
    }
    const retried = await ask(url, ledger, asked);
    if (retried?.status !== 200) wrong.push(`one retry gets ${retried?.status} ${retried?.body}`);
    if (told !== undefined && retried?.replayed !== true)
      wrong.push(`answered, and executed again: ${traceId}`);
    if (retried?.replayed === false) counts.anew += 1;
  });
  wrong.push(...faultsOfSchedules(all));
  report(
    `death: ${kills} kills, seed ${seed}; ${all.length} requests, ${counts.answered} answered, ` +
      `${counts.unanswered} not; of these a retry found ${counts.unanswered - counts.anew} executed`,
    wrong,
  );
  expect(wrong).toEqual([]);
  expect(counts.answered).toBeGreaterThan(0);
}, 3_600_000);

/** Reads what the store itself holds, past the service. */
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
function faultsOfSchedules(all: readonly (readonly [string, Asked])[]): string[] {
  const pending = join(statePaths({ STATE_FOLDER: folder }).scheduler, 'pending');
  const made = new Map<string, number>();
  for (const file of readdirSync(pending).filter((name) => name.endsWith('.json'))) {
    const traceId =
      /\\"trace_id\\":\\"([^"\\]+)\\"/.exec(readFileSync(join(pending, file), 'utf8'))?.[1] ?? file;
    made.set(traceId, (made.get(traceId) ?? 0) + 1);
  }
  const asked = all.map(([traceId, { isReminder }]) => [traceId, isReminder ? 1 : 0] as const);
  return asked.flatMap(([traceId, expected]) => {
    const found = made.get(traceId) ?? 0;
    return found === expected ? [] : [`${traceId} has ${found} schedules`];
  });
}

// `npm run bench`: measures everything in one run, prints the table, keeps it as JSON, exits 1 over budget.
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { buildFunction } from '../scripts/build.ts';
import { rowHolds } from './budgets.ts';
import type { Row } from './budgets.ts';
import type { Bench, Measure } from './bench.ts';
import { buildContenders } from './contenders.ts';
import { measureConcurrency } from './measures/concurrency.ts';
import { measureCounts } from './measures/counts.ts';
import { measureGate } from './measures/gate.ts';
import { measureLoad } from './measures/load.ts';
import { measureLocalServer } from './measures/local-server.ts';
import { measureMemory } from './measures/memory.ts';
import { measureStored } from './measures/stored.ts';
import { measureWarm } from './measures/warm.ts';
import { startStandIn, stopAll } from './processes.ts';
import { SABOTAGES, sabotaged } from './sabotage.ts';
import { overruns, table } from './table.ts';

const MEASURES: Readonly<Record<string, Measure>> = {
  counts: measureCounts,
  load: measureLoad,
  warm: measureWarm,
  gate: measureGate,
  memory: measureMemory,
  concurrency: measureConcurrency,
  stored: measureStored,
  'local-server': measureLocalServer,
};

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: Object.keys(MEASURES).join(',') },
    again: { type: 'string', default: '0' },
    sabotage: { type: 'string' },
    'peers-only': { type: 'boolean', default: false },
  },
});
const again = Number(options.again);
if (!/^\d+$/.test(options.again)) throw new Error(`--again takes a whole number; not ${options.again}.`);
const say = (line: string): boolean => process.stderr.write(`${line}\n`);

async function start(): Promise<Bench> {
  if (!options['peers-only']) await buildFunction();
  const contenders = await buildContenders(options['peers-only']);
  const { sabotage } = options;
  const ours = sabotage && contenders.ours ? await sabotaged(contenders.ours, sabotage) : contenders.ours;
  return {
    contenders: { ...contenders, ...(ours && { ours }) },
    standIn: await startStandIn(),
    quick: options.quick,
    say,
  };
}

/** One measure; once more, up to `--again` times, while it is over budget: noise passes, a regression stays. */
async function measureOne(name: string, bench: Bench): Promise<Row[]> {
  const run = MEASURES[name];
  if (!run) throw new Error(`--only knows ${Object.keys(MEASURES).join(', ')}; not ${name}.`);
  for (let left = again; ; left -= 1) {
    await bench.standIn.take();
    const begun = performance.now();
    const rows = await run(bench);
    say(`${name}: ${((performance.now() - begun) / 1000).toFixed(1)} s`);
    const over = overruns(rows);
    if (over.length === 0 || left === 0) return rows;
    for (const line of over) say(`Over budget, measured again: ${line}`);
  }
}

async function measure(bench: Bench): Promise<Row[]> {
  const rows: Row[] = [];
  for (const name of options.only.split(',')) rows.push(...(await measureOne(name, bench)));
  return rows;
}

async function main(): Promise<number> {
  const bench = await start();
  const rows = await measure(bench);
  const taken = new Date().toISOString();
  const machine = `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}`;
  process.stdout.write(`${table(rows)}\n\n${machine}, ${taken}\n`);
  await mkdir(new URL('results', import.meta.url), { recursive: true });
  const result = { taken, machine, quick: options.quick, rows };
  await writeFile(new URL('results/latest.json', import.meta.url), `${JSON.stringify(result, null, 2)}\n`);
  for (const line of overruns(rows)) say(`Over budget: ${line}`);
  const meant = SABOTAGES[options.sabotage ?? '']?.rows;
  if (meant) say(`${options.sabotage} must be over budget by: ${meant.join(', ')}`);
  return rows.every((row) => rowHolds(row)) ? 0 : 1;
}

try {
  process.exitCode = await main();
} finally {
  stopAll();
}

// `npm run bench`: measures everything in one run, prints the table, exits 1 over budget.
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import type { Bench, Measure } from './bench.ts';
import { buildCandidates } from './candidates.ts';
import { measureConcurrency } from './measures/concurrency.ts';
import { measureCounts } from './measures/counts.ts';
import { measureFirstUse } from './measures/first-use.ts';
import { measureGate } from './measures/gate.ts';
import { measureLoad } from './measures/load.ts';
import { measureLocalServer } from './measures/local-server.ts';
import { measureMemory } from './measures/memory.ts';
import { measureStored } from './measures/stored.ts';
import { measureWarm } from './measures/warm.ts';
import { startInstantAws } from './processes.ts';
import type { Row } from './rows.ts';
import { overruns, table } from './table.ts';

const measures: Readonly<Record<string, Measure>> = {
  counts: measureCounts,
  load: measureLoad,
  'first-use': measureFirstUse,
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
    only: { type: 'string', default: Object.keys(measures).join(',') },
    again: { type: 'string', default: '0' },
  },
});
if (!/^\d+$/.test(options.again)) throw new Error(`--again takes a whole number; not ${options.again}.`);
const say = (line: string): boolean => process.stderr.write(`${line}\n`);

/** One measure; once more, up to `--again` times, while it is over budget: noise passes, a regression stays. */
async function measureOne(name: string, bench: Bench): Promise<Row[]> {
  const measure = measures[name];
  if (!measure) throw new Error(`--only knows ${Object.keys(measures).join(', ')}; not ${name}.`);
  for (let left = Number(options.again); ; left -= 1) {
    const start = performance.now();
    const rows = await measure(bench);
    say(`${name}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
    const over = overruns(rows);
    if (over.length === 0 || left === 0) return rows;
    for (const line of over) say(`Over budget, measured again: ${line}`);
  }
}

async function main(): Promise<number> {
  const bench = {
    candidates: await buildCandidates(),
    env: await startInstantAws(),
    quick: options.quick,
    say,
  };
  const rows: Row[] = [];
  for (const name of options.only.split(',')) rows.push(...(await measureOne(name, bench)));

  const machine = `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}`;
  process.stdout.write(`${table(rows)}\n\n${machine}, ${new Date().toISOString()}\n`);
  const over = overruns(rows);
  for (const line of over) say(`Over budget: ${line}`);
  return over.length === 0 ? 0 : 1;
}

// The children that are left end with this process.
process.exit(await main());

// Fresh processes, many, taking turns: load of the bundle, and load to first answer over a new connection.
import { BUDGETS } from '../budgets.ts';
import type { Row } from '../budgets.ts';
import { present, takeTurns } from '../bench.ts';
import type { Bench } from '../bench.ts';
import type { Contender } from '../contenders.ts';
import type { FirstAnswer } from '../child/first.ts';
import { environment, firstAnswer } from '../processes.ts';
import { sampledRow } from '../rows.ts';
import type { Limits } from '../rows.ts';

const WARM_UP_ROUNDS = 2;

let starts = 0;

async function start(contender: Contender, env: Record<string, string>): Promise<FirstAnswer> {
  starts += 1;
  const sample = await firstAnswer(contender, env, { traceId: `task-start-${starts}` });
  if (sample.statusCode !== 200) throw new Error(`${contender.name} answered ${sample.statusCode} at first.`);
  return sample;
}

/** A process that the machine held up says nothing of the bundle; two in a row are rarely held up. */
async function fasterOfTwo(run: () => Promise<FirstAnswer>): Promise<FirstAnswer> {
  const [one, other] = [await run(), await run()];
  return {
    ...one,
    loadMs: Math.min(one.loadMs, other.loadMs),
    loadProcessorMs: Math.min(one.loadProcessorMs, other.loadProcessorMs),
    firstAnswerMs: Math.min(one.firstAnswerMs, other.firstAnswerMs),
  };
}

export async function measureLoad(bench: Bench): Promise<Row[]> {
  const contenders = present(bench);
  const env = environment(bench.standIn.url);
  const samples = contenders.map((): FirstAnswer[] => []);
  const rounds = WARM_UP_ROUNDS + (bench.quick ? 15 : 40);
  await takeTurns([...contenders.entries()], rounds, async ([index, contender], round) => {
    const sample = await fasterOfTwo(() => start(contender, env));
    if (round >= WARM_UP_ROUNDS) samples[index]?.push(sample);
  });
  const row = (id: string, measured: string, of: (sample: FirstAnswer) => number, limits: Limits): Row =>
    sampledRow(
      [id, measured, 'ms'],
      samples.map((each) => each.map((sample) => of(sample))),
      limits,
    );
  return [
    row('load', 'load of the bundle, fresh process', ({ loadMs }) => loadMs, BUDGETS.load),
    row('load-cpu', 'the same, processor time', ({ loadProcessorMs }) => loadProcessorMs, {}),
    row('first-answer', 'load to first answer', ({ firstAnswerMs }) => firstAnswerMs, BUDGETS.firstAnswer),
  ];
}

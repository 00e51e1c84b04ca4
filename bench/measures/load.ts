// Fresh processes, many, taking turns: load of the bundle, and load to first answer over a new connection.
import { rivals, rowsOf, takeTurns, type Bench } from '../bench.ts';
import { budgets } from '../budgets.ts';
import type { FirstAnswer } from '../child/first.ts';
import { firstAnswer } from '../processes.ts';
import type { Row } from '../rows.ts';

/** A slow start may be the machine's; two in a row rarely are. */
export async function fasterOfTwo(start: () => Promise<FirstAnswer>): Promise<FirstAnswer> {
  const [one, other] = [await start(), await start()];
  return {
    ...one,
    loadMs: Math.min(one.loadMs, other.loadMs),
    loadProcessorMs: Math.min(one.loadProcessorMs, other.loadProcessorMs),
    firstAnswerMs: Math.min(one.firstAnswerMs, other.firstAnswerMs),
  };
}

export async function measureLoad(bench: Bench): Promise<Row[]> {
  const candidates = rivals(bench.candidates);
  const rounds = { warmUp: 2, rounds: bench.quick ? 15 : 40 };
  const starts = await takeTurns(candidates, rounds, (candidate) =>
    fasterOfTwo(() => firstAnswer(candidate, bench.env)),
  );
  const row = rowsOf(candidates, starts);
  return [
    row('load of the bundle, fresh process', 'ms', ({ loadMs }) => loadMs, budgets.load),
    row('load of the bundle, processor time', 'ms', ({ loadProcessorMs }) => loadProcessorMs),
    row('load to first answer', 'ms', ({ firstAnswerMs }) => firstAnswerMs, budgets.firstAnswer),
  ];
}

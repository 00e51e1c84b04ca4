// Memory after 5,000 executions beside the floor, and what 45,000 more add. Measured after collecting garbage.
import { BUDGETS } from '../budgets.ts';
import type { Check, Row } from '../budgets.ts';
import { presentForFloor } from '../bench.ts';
import type { Bench } from '../bench.ts';
import type { Contender } from '../contenders.ts';
import { environment, startDriver } from '../processes.ts';
import type { Driver } from '../processes.ts';
import { exact } from '../statistics.ts';
import { countedRow } from '../rows.ts';

const FEW = 5000;
const MANY = 50_000;
const BATCH = 500;
const MEGABYTE = 1_000_000;

interface Memory {
  readonly heap: number;
  readonly resident: number;
}

async function execute(driver: Driver, count: number): Promise<Memory> {
  let memory = { heap: 0, resident: 0 };
  for (let done = 0; done < count; done += BATCH) {
    const { heapBytes, residentBytes, failures } = await driver.run({ kind: 'task', count: BATCH });
    if (failures > 0) throw new Error('An execution failed while memory was measured.');
    memory = { heap: heapBytes / MEGABYTE, resident: residentBytes / MEGABYTE };
  }
  return memory;
}

export async function measureMemory(bench: Bench): Promise<Row[]> {
  const contenders = presentForFloor(bench);
  const few: Partial<Record<Contender['name'], Memory>> = {};
  let many: Memory | undefined;
  for (const contender of contenders) {
    const driver = await startDriver(contender, environment(bench.standIn.url), {
      nodeOptions: ['--expose-gc'],
    });
    const after = await execute(driver, FEW);
    few[contender.name] = after;
    if (contender.name === 'ours') many = await execute(driver, MANY - FEW);
    await driver.stop();
    await bench.standIn.take();
  }
  const { floor, standard, ours } = few;
  const three = [floor, standard, ours];
  const growth: Check[] =
    ours && many ? [{ of: 'value', value: exact(many.heap / ours.heap), most: BUDGETS.memory.growth }] : [];
  return [
    countedRow(
      ['memory', 'memory after 5,000 executions, heap', 'MB'],
      three.map((memory) => memory?.heap),
      { floor: BUDGETS.memory.floor },
    ),
    countedRow(
      ['memory-resident', 'the same, resident', 'MB'],
      three.map((memory) => memory?.resident),
      { floor: BUDGETS.memory.floor },
    ),
    {
      id: 'memory-growth',
      measured: 'memory after 50,000 executions, heap',
      unit: 'MB',
      limitUnit: '× that after 5,000',
      ...(many && { ours: exact(many.heap) }),
      checks: growth,
    },
  ];
}

// Owns: fuzzing the handler with events: 20,000, with PROOFS=nightly 200,000.
// FUZZ_EVENTS sets how many, FUZZ_SEED which; both are printed.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { describeWith } from '../../support/describe-with.ts';
import { report } from '../report.ts';
import { seedOf, sizeOf } from '../size.ts';
import { events } from './events.ts';
import { judge, type Opinion } from './judge.ts';
import { askPython } from './second-opinion.ts';
import { startStubService } from './stub-service.ts';

const count = sizeOf(20_000, 200_000, 'FUZZ_EVENTS');
const seed = seedOf('FUZZ_SEED');
const mostGrowthBytes = 150 * 1024 * 1024;

describeWith('Python', 'any event', () => {
  test('gets a well-formed answer of the contract, and the one that Python would give', async () => {
    const service = startStubService();
    const judged = new Map<string, Opinion>();
    const before = process.memoryUsage().heapUsed;
    await fc.assert(
      fc.asyncProperty(events, async (fuzzed) => {
        const opinion = await judge(service, fuzzed);
        if (fuzzed.text !== undefined && opinion !== 'not read') judged.set(fuzzed.text, opinion);
      }),
      { numRuns: count, seed },
    );
    const texts = [...judged.keys()];
    const growth =
      process.memoryUsage().heapUsed - before - 2 * texts.reduce((sum, one) => sum + one.length, 0);
    const words = await askPython(texts);
    const differing = texts.flatMap((text, index) =>
      words[index] === judged.get(text) || words[index] === 'too deep for Python'
        ? []
        : [
            `Python says ${words[index]}, the service ${judged.get(text)}: ${JSON.stringify(text).slice(0, 400)}`,
          ],
    );
    const kinds = Object.entries(Object.groupBy(judged.values(), (kind) => kind)).map(
      ([kind, all]) => `${all.length} ${kind}`,
    );
    report(
      `fuzz: ${count} events, seed ${seed}; ${texts.length} judged by Python too (${kinds.join(', ')})`,
      differing,
    );
    expect(differing).toEqual([]);
    expect(growth).toBeLessThan(mostGrowthBytes);
  }, 3_600_000);
});

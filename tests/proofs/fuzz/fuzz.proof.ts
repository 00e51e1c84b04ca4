// The proof that every event gets a well-formed answer, and the one that an implementation in Python gives: 20,000 random events, with
// PROOFS=nightly 200,000. FUZZ_EVENTS sets the number, FUZZ_SEED the seed.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { describeWith } from '../../support/describe-with.ts';
import { report } from '../report.ts';
import { seedOf, sizeOf } from '../size.ts';
import { events } from './events.ts';
import { createAnswerChecker, type Opinion } from './check-answer.ts';
import { askPython, differenceOf } from './second-opinion.ts';
import { startStubService } from './stub-service.ts';

const count = sizeOf(20_000, 200_000, 'FUZZ_EVENTS');
const seed = seedOf('FUZZ_SEED');
const maxGrowthBytes = 150 * 1024 * 1024;
const maxShownOfText = 400;
/** With this many events every rule applies to some of them. */
const minEventsForAllRules = 20_000;

describeWith('Python', 'any event', () => {
  test('gets a well-formed answer of the contract, and the one that Python would give', async () => {
    const { check, applied } = createAnswerChecker(startStubService());
    const opinions = new Map<string, Opinion>();
    const before = process.memoryUsage().heapUsed;
    await fc.assert(
      fc.asyncProperty(events, async (fuzzed) => {
        const opinion = await check(fuzzed);
        if (fuzzed.text !== undefined && opinion !== 'not read') opinions.set(fuzzed.text, opinion);
      }),
      { numRuns: count, seed },
    );
    const texts = [...opinions.keys()];
    const growth =
      process.memoryUsage().heapUsed - before - 2 * texts.reduce((sum, one) => sum + one.length, 0);
    const ofPython = await askPython(texts);
    const differing = texts.flatMap((text, index) => {
      const difference = differenceOf(ofPython[index] ?? '', opinions.get(text) ?? '');
      const shown = JSON.stringify(text).slice(0, maxShownOfText);
      return difference === undefined ? [] : [`${difference}: ${shown}`];
    });
    const unapplied = [...applied].flatMap(([says, times]) => (times === 0 ? [says] : []));
    report(
      [
        ...[...applied].map(([says, times]) => `  ${times} times: ${says}`),
        `fuzz: ${count} events, seed ${seed}; ${texts.length} checked by Python too (${countKinds(opinions.values())})`,
      ].join('\n'),
      differing,
    );
    expect(differing).toEqual([]);
    expect(growth).toBeLessThan(maxGrowthBytes);
    if (count >= minEventsForAllRules) expect(unapplied).toEqual([]);
  }, 3_600_000);
});

/** `9000 accepted, 20 skipped`, the most frequent first. */
function countKinds(opinions: Iterable<Opinion>): string {
  const kinds = Object.entries(Object.groupBy(opinions, (opinion) => opinion));
  return kinds
    .map(([kind, all]) => ({ kind, times: all?.length ?? 0 }))
    .toSorted((a, b) => b.times - a.times)
    .map(({ kind, times }) => `${times} ${kind}`)
    .join(', ');
}

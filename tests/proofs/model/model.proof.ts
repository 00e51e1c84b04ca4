// Owns: random histories against the model: 4,000, with PROOFS=nightly 100,000.
// MODEL_RUNS sets how many, MODEL_SEED which; both are printed.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { report } from '../report.ts';
import { seedOf, sizeOf } from '../size.ts';
import { openHistory, type Event } from './play.ts';
import { prints } from './requests.ts';

/** Longer than any lease. */
const longMs = 60_000;
const dayMs = 86_400_000;
const runs = sizeOf(4_000, 100_000, 'MODEL_RUNS');
const seed = seedOf('MODEL_SEED');

const lucks = fc.oneof(
  { weight: 6, arbitrary: fc.constant('fine' as const) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...(['lost before', 'lost after', 'dead before', 'dead after'] as const)),
  },
);
const events: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('send' as const),
      trace: fc.constantFrom('x', 'y', 'refused'),
      print: fc.constantFrom(...prints, 'reminder A' as const, 'reminder A' as const),
      luck: fc.array(lucks, { maxLength: 5 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.oneof(
      fc.record({
        kind: fc.constant('fire' as const),
        lateMs: fc.constantFrom(0, 900, 3 * dayMs),
        luck: fc.array(lucks, { maxLength: 4 }),
      }),
      fc.record({ kind: fc.constant('fire again' as const), luck: fc.array(lucks, { maxLength: 4 }) }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.oneof(
      fc.record({ kind: fc.constant('version' as const), trace: fc.constantFrom('x', 'y', 'refused') }),
      fc.record({ kind: fc.constant('zone' as const) }),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      // Past leases; past the retention of tasks; past a reminder and its retention; past all.
      ms: fc.constantFrom(1, 3_000, 9_000, 11_999, 12_000, 60_000, dayMs, 4 * dayMs, 40 * dayMs),
    }),
  },
);

test('every history of requests and deliveries, of losses, deaths, waits, expiry, zones and versions ends as the model says', async () => {
  let steps = 0;
  const moves = new Map<string, number>();
  const count = (move: string): void => void moves.set(move, (moves.get(move) ?? 0) + 1);
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(events, { minLength: 4, maxLength: 20 }),
      async (scheduler, history) => {
        let isQuiet = false;
        const turn = (label: string) =>
          isQuiet ? Promise.resolve() : scheduler.schedule(Promise.resolve(), label);
        const played = openHistory(['refused'], turn, count);
        played.begin(history);
        await scheduler.waitIdle();
        // From here on one request at a time: there are no turns to choose, and choosing them is most of the work.
        isQuiet = true;
        const traces = new Set(history.flatMap((event) => (event.kind === 'send' ? [event.trace] : [])));
        // The first round settles what is left, the others use trace ids anew after their expiry.
        for (const afterMs of [0, longMs, dayMs, 10 * dayMs]) {
          await played.deliverAll();
          for (const trace of traces) {
            for (const print of prints) await played.ask(trace, print, afterMs);
          }
        }
        await played.deliverAll();
        const concluded = played.conclude();
        steps += concluded.steps;
        expect(concluded.wrong).toEqual([]);
      },
    ),
    { numRuns: runs, seed },
  );
  const made = [...moves].map(([move, times]) => `${move} ${times}`).toSorted();
  report(`model: ${runs} histories, ${steps} steps (${made.join(', ')}), seed ${seed}`, []);
  expect([...moves.keys()].toSorted()).toEqual(
    ['fire', 'fire again', 'fire days late', 'send', 'version', 'wait', 'zone'].toSorted(),
  );
}, 3_600_000);

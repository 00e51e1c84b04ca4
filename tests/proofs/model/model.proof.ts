// The proof that the service answers as the model does, in random histories: 4,000, with PROOFS=nightly 100,000. MODEL_RUNS sets the
// number, MODEL_SEED the seed.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { report } from '../report.ts';
import { seedOf, sizeOf } from '../size.ts';
import { createHistory, type Event } from './history.ts';
import { requestNames } from './requests.ts';

/** Longer than any lease. */
const longMs = 60_000;
const dayMs = 86_400_000;
const runs = sizeOf(4_000, 100_000, 'MODEL_RUNS');
const seed = seedOf('MODEL_SEED');

const callFaults = fc.oneof(
  { weight: 6, arbitrary: fc.constant(undefined) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ...(['is lost before', 'is lost after', 'crashes before', 'crashes after'] as const),
    ),
  },
);
const events: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('send' as const),
      trace: fc.constantFrom('x', 'y', 'refused'),
      requestName: fc.constantFrom(...requestNames, 'reminder A' as const, 'reminder A' as const),
      faults: fc.array(callFaults, { maxLength: 5 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.oneof(
      fc.record({
        kind: fc.constant('fire' as const),
        lateMs: fc.constantFrom(0, 900, 3 * dayMs),
        faults: fc.array(callFaults, { maxLength: 4 }),
      }),
      fc.record({ kind: fc.constant('fire again' as const), faults: fc.array(callFaults, { maxLength: 4 }) }),
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

test('every history of requests and deliveries, of lost answers, crashes, waits, expiry, zones and versions ends as the model says', async () => {
  let steps = 0;
  const counts = new Map<string, number>();
  const count = (kind: string): void => void counts.set(kind, (counts.get(kind) ?? 0) + 1);
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(events, { minLength: 4, maxLength: 20 }),
      async (scheduler, history) => {
        let isQuiet = false;
        const turn = (label: string) =>
          isQuiet ? Promise.resolve() : scheduler.schedule(Promise.resolve(), label);
        const running = createHistory(['refused'], turn, count);
        running.begin(history);
        await scheduler.waitIdle();
        // From here on one request at a time: no turns to choose, which takes most of the time.
        isQuiet = true;
        const traces = new Set(history.flatMap((event) => (event.kind === 'send' ? [event.trace] : [])));
        // The first round completes what is left, the others use the trace ids again after they expired.
        for (const afterMs of [0, longMs, dayMs, 10 * dayMs]) {
          await running.deliverAll();
          for (const trace of traces) {
            for (const requestName of requestNames) await running.ask(trace, requestName, afterMs);
          }
        }
        await running.deliverAll();
        const concluded = running.conclude();
        steps += concluded.steps;
        expect(concluded.wrong).toEqual([]);
      },
    ),
    { numRuns: runs, seed },
  );
  const made = [...counts].map(([kind, times]) => `${kind} ${times}`).toSorted();
  report(`model: ${runs} histories, ${steps} steps (${made.join(', ')}), seed ${seed}`, []);
  expect([...counts.keys()].toSorted()).toEqual(
    ['fire', 'fire again', 'fire days late', 'send', 'version', 'wait', 'zone'].toSorted(),
  );
}, 3_600_000);

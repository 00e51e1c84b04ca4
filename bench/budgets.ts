// The budgets, each once. They are promises: a change that breaks one is what has to change.
import type { Limit } from './rows.ts';

export const atMost = (most: number): Limit[] => [{ of: 'value', most }];

export const budgets = {
  requests: { task: 1, replay: 1, skip: 0, refusal: 0, reminder: 2, delivery: 2 },
  zipKb: atMost(160),
  logBytes: atMost(1024),
  // One write unit.
  itemBytes: atMost(1024),
  load: [
    { of: 'floor', most: 1.2 },
    { of: 'standard', most: 0.42 },
  ],
  firstUse: [{ of: 'without', most: 1.75 }],
  firstAnswer: [{ of: 'floor', most: 1.2 }],
  warm: [
    { of: 'floor', most: 1.3 },
    { of: 'standard', most: 0.45 },
  ],
  warmP99: [{ of: 'floor', most: 1.5 }],
  aboveEmptyHandlerMs: atMost(0.15),
  memory: [{ of: 'floor', most: 1.15 }],
  memoryGrowth: [{ of: 'fewExecutions', most: 1.05 }],
  throughput: [{ of: 'floor', least: 0.8 }],
  stored: [{ of: 'emptyStore', most: 1.2 }],
  localServerP99Ms: atMost(250),
  failures: atMost(0),
} satisfies Record<string, readonly Limit[] | Record<string, number>>;

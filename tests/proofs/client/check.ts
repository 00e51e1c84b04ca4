// Compares what the client told with what is true: the records in DynamoDB, and the effects outside.
import type { Item } from '../../../lib/adapters/dynamodb/table.ts';
import type { ExecutionOutcome } from '../../../lib/client/outcome.ts';
import type { SettledCall, SettledCase } from './callers.ts';
import type { ClientCall } from './cases.ts';
import { checkCall, describe, isRecordOf, textAt, type Finding } from './check-call.ts';
import type { MadeEffect } from './outside.ts';

/** How many effects outside a success has. */
const effectsOf = { task: 0, reminder: 1, meeting: 1, info: 0 } as const;

export function checkCases(
  cases: readonly SettledCase[],
  items: readonly Item[],
  made: readonly MadeEffect[],
): Finding[] {
  const records = new Map(items.map((item) => [textAt(item, 'trace_id'), item]));
  const effects = Map.groupBy(made, ({ traceId }) => traceId);
  const told = new Set(cases.map(traceIdOf));
  const strays = [...records.keys(), ...effects.keys()].filter((traceId) => !told.has(traceId));
  return [
    ...strays.map((traceId): Finding => ({ kind: 'twice', what: `nobody was told of ${traceId}` })),
    ...cases.flatMap((one) => {
      const traceId = traceIdOf(one);
      return checkCase(one, records.get(traceId), effects.get(traceId) ?? []);
    }),
  ];
}

function checkCase(
  { steps }: SettledCase,
  record: Item | undefined,
  effects: readonly MadeEffect[],
): Finding[] {
  const calls = steps.flat();
  const owner = calls.find(({ call }) => isRecordOf(record, call))?.call;
  const [first] = calls;
  return [
    ...calls.flatMap((settled) => checkCall(settled, record, owner)),
    ...calls
      .filter(({ traceId }) => traceId !== first?.traceId)
      .map((settled): Finding => ({
        kind: 'told wrong',
        what: `told another trace id: ${describe(settled)}`,
      })),
    ...findExecutedAgain(steps).map((settled): Finding => ({
      kind: 'twice',
      what: `executed again: ${describe(settled)}`,
    })),
    ...checkEffects(owner, record, effects),
  ];
}

/** Of all calls under one trace id one at most executes, and none whose like was settled before. */
function findExecutedAgain(steps: SettledCase['steps']): SettledCall[] {
  const executing = steps.flat().filter(({ outcome }) => outcome !== undefined && isExecution(outcome));
  if (executing.length > 1) return executing;
  const [first = [], ...later] = steps;
  return later
    .flat()
    .filter((settled) => executing.includes(settled) && first.some(({ call }) => call === settled.call));
}

function isExecution(outcome: ExecutionOutcome): boolean {
  if (outcome.status === 'failed') return outcome.error.code === 'adapter_rejected' && !outcome.replayed;
  return outcome.status === 'success' && !outcome.replayed;
}

function checkEffects(
  owner: ClientCall | undefined,
  record: Item | undefined,
  effects: readonly MadeEffect[],
): Finding[] {
  const isDone = textAt(record, 'state') === 'done';
  const expected = owner !== undefined && isDone ? effectsOf[owner.payload.action_type] : 0;
  const what = `${effects.length} effects, not ${expected}, of ${JSON.stringify(owner?.payload)}`;
  if (effects.length > expected) return [{ kind: 'twice', what }];
  if (effects.length < expected) return [{ kind: 'lost', what }];
  return effects
    .filter(({ effectKey, text = owner?.text }) => {
      return effectKey !== textAt(record, 'effect_key') || text !== owner?.text;
    })
    .map((effect) => ({ kind: 'told wrong', what: `${JSON.stringify(effect)} is not of ${owner?.text}` }));
}

function traceIdOf({ steps }: SettledCase): string {
  return steps[0]?.[0]?.traceId ?? '';
}

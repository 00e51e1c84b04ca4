// Builds the effects that tests hand to adapters: one of each action, with every field, each of a new execution.
import type { Effect, EffectAction } from '../../lib/domain/effect.ts';
import { effectKeyOf } from '../../lib/domain/effect-key.ts';
import type { Results } from '../../lib/generated/payloads.ts';
import { newTraceId } from './requests.ts';

const createdAt = '2031-04-01T09:30:00.000Z';
const description = 'First line; second, with a comma\nA \\ and a "quote"\n🪶 ' + 'long '.repeat(40);

const results: { readonly [Type in EffectAction]: (id: string) => Results[Type] } = {
  task: (id) => ({
    success: true,
    task_id: id,
    title: 'Füttere den Reiher; bald, 🪶',
    description,
    due: '2031-04-02',
    priority: 'high',
    assignee: 'ada@example.com',
    tags: ['garden', 'birds; all, of them'],
  }),
  reminder: (id) => ({
    success: true,
    reminder_id: id,
    message: 'Füttere den Reiher; bald, 🪶',
    time: '2031-04-02T11:30',
    timezone: 'Europe/Berlin',
    due_at: '2031-04-02T09:30:00Z',
  }),
  meeting: (id) => ({
    success: true,
    meeting_id: id,
    title: 'Rundgang; danach, 🪶',
    participants: ['Ada Lovelace <ada@example.com>', 'grace@example.com'],
    start_time: '2031-04-02T11:30',
    end_time: '2031-04-02T12:30',
    timezone: 'Europe/Berlin',
    location: 'Orchard, gate 2',
    description,
    start_at: '2031-04-02T09:30:00Z',
    end_at: '2031-04-02T10:30:00Z',
  }),
};

/** @param change fields in place of its own; those of `result` are changed one by one */
export function buildEffect<Type extends EffectAction>(
  actionType: Type,
  {
    result,
    ...change
  }: Partial<Omit<Effect<Type>, 'result'>> & { readonly result?: Partial<Results[Type]> } = {},
): Effect<Type> {
  const traceId = newTraceId(actionType);
  const id = traceId.replace('-', '_');
  return {
    traceId,
    effectKey: effectKeyOf(id, 'f'.repeat(64), createdAt),
    actionType,
    id,
    createdAt,
    dueSeconds: actionType === 'reminder' ? Date.UTC(2031, 3, 2, 9, 30) / 1000 : undefined,
    ...change,
    result: { ...results[actionType](id), ...result },
  };
}

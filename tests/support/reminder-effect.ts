// The adapter of reminders with the variables of the test environment, and an effect for it.
import { eventbridge } from '../../lib/adapters/eventbridge/eventbridge.ts';
import type { Effect } from '../../lib/domain/effect.ts';
import type { OutsideAdapter } from '../../lib/ports/adapter.ts';
import { newTraceId } from './requests.ts';
import { testVariables } from './service.ts';

export const reminderVariables = testVariables({ executionsTable: 'executions', topicsTable: 'topics' });

/** @param change of the variables; @param scheduler its endpoint */
export function createReminders(
  change: Readonly<Record<string, string>>,
  scheduler: string,
): OutsideAdapter<'reminder'> {
  const adapter = eventbridge.actions.reminder?.({ ...reminderVariables, ...change }, { scheduler });
  if (adapter?.kind !== 'outside') throw new TypeError('the scheduler is an outside system');
  return adapter;
}

export function reminderEffect(change: Partial<Effect<'reminder'>> = {}): Effect<'reminder'> {
  return {
    traceId: newTraceId('reminder'),
    effectKey: 'e'.repeat(64),
    actionType: 'reminder',
    id: 'reminder_7',
    createdAt: '2031-04-01T09:30:00.000Z',
    result: {
      success: true,
      reminder_id: 'reminder_7',
      message: 'Call',
      time: '2031-04-01T10:00:00Z',
      due_at: '2031-04-01T10:00:00Z',
    },
    dueSeconds: Date.UTC(2031, 3, 1, 10) / 1000,
    ...change,
  };
}

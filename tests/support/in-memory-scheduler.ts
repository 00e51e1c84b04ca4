// An adapter of reminders in memory that is called back as EventBridge Scheduler calls: what it does is for the test to say.
import type { OutsideAdapter } from '../../lib/ports/adapter.ts';

export function inMemoryScheduler(
  perform: OutsideAdapter<'reminder'>['perform'],
): OutsideAdapter<'reminder'> {
  return { kind: 'outside', name: 'eventbridge', callsBack: true, perform };
}

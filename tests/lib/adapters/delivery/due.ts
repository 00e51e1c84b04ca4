// The due reminder that tests hand over.
import type { DueReminder } from '../../../../lib/domain/effect.ts';

export const nowMs = Date.UTC(2031, 3, 1, 9, 30, 0, 999);

export const due = {
  traceId: 'reminder-7',
  reminderId: 'reminder_7',
  effectKey: 'e'.repeat(64),
  message: 'Füttere den "Reiher" & 🪶 <b>\u0000+%20=\n',
  dueAt: '2031-04-01T09:30:00Z',
  get resultJson() {
    return JSON.stringify({
      success: true,
      reminder_id: this.reminderId,
      message: this.message,
      time: '2031-04-01T11:30',
      timezone: 'Europe/Berlin',
      due_at: this.dueAt,
    });
  },
} satisfies DueReminder;

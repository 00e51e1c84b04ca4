// The due reminder that tests hand over, and the check of what was sent against its schema.
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import type { DueReminder } from '../../../../lib/domain/effect.ts';
import { readContract } from '../../../../scripts/generate/contract.ts';

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

const ajv = new Ajv2020({ strict: false, schemas: [...readContract().schemas.values()] });

/** @param part of schemas/reminder-due.schema.json: '' or a JSON Pointer such as `#/$defs/webhook` */
export async function schemaErrors(
  part: string,
  value: unknown,
): Promise<readonly ErrorObject[] | null | undefined> {
  const validate = ajv.getSchema(`reminder-due.schema.json${part}`);
  if (validate === undefined) throw new Error(`there is no schema ${part}`);
  await validate(value);
  return validate.errors;
}

// task: the record is the task.
import { isDate } from '../time/resolve.ts';
import { checkDateField, resolveTimes } from './resolve-times.ts';
import type { Action } from './plan.ts';

export const task: Action<'task'> = async ({ due }, { defaultTimezone }) => {
  const refused = due !== undefined && (await refuseDue(due, defaultTimezone));
  return refused || { kind: 'record', fields: {} };
};

async function refuseDue(due: string, defaultTimezone: string) {
  if (isDate(due)) return checkDateField('due', due);
  const times = await resolveTimes({ due }, undefined, defaultTimezone);
  return times.kind === 'refused' ? times : undefined;
}

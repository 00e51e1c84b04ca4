// task: a title, and optionally a date or a time at which it is due.
import { isDate } from '../time/resolve.ts';
import { checkDateField, resolveTimes } from './resolve-times.ts';
import type { Action } from './plan.ts';

export const task: Action<'task'> = async ({ due }, { defaultTimezone }) => {
  if (due === undefined) return { kind: 'create', fields: {} };
  if (isDate(due)) return checkDateField('due', due) ?? { kind: 'create', fields: {} };
  const times = await resolveTimes({ due }, undefined, defaultTimezone);
  return times.kind === 'refused' ? times : { kind: 'create', fields: {}, due: times.instants.due };
};

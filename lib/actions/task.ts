// task: the record is the task.
import { checkTimes } from './check-times.ts';
import type { Action } from './plan.ts';

export const task: Action<'task'> = async ({ due }, { defaultTimezone }) => {
  if (due !== undefined) {
    const times = await checkTimes({ due }, undefined, defaultTimezone);
    if (times.kind === 'refused') return times;
  }
  return { kind: 'record', additions: {} };
};

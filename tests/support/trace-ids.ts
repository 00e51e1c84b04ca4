// Generates random trace ids: all of the contract's pattern, many of them similar to a task, reminder or meeting id.
import * as fc from 'fast-check';

const plain = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'.split('');
const any = [...plain, ...'._:@=+/-'.split('')];

/** `^[A-Za-z0-9][A-Za-z0-9._:@=+/-]{0,127}$` */
export const traceIds: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('', 'task-', 'task_', 'reminder-', 'meeting-', 'task-task-', 'task-task_', 'meeting--'),
    fc.constantFrom(...plain),
    fc.string({ unit: fc.constantFrom(...any), maxLength: 120 }),
  )
  .map(([prefix, first, rest]) => `${prefix.replace('_', '.')}${first}${rest}`.slice(0, 128));

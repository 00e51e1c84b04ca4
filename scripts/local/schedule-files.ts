// Keeps the schedules on disk: one file each, from its creation until its target has succeeded.
// Whenever the process dies, a file is whole or absent: it is written beside, synced, and renamed into place.

import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { open, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalSchedule } from './schedule.ts';
import { errorMessage, StartError } from '../shared/errors.ts';

export type ScheduleFiles = {
  /** Every schedule that was there when the folder was opened. */
  readonly pending: readonly LocalSchedule[];
  save(schedule: LocalSchedule): Promise<void>;
  remove(schedule: LocalSchedule): void;
};

/** Opens `folder`, which is made when it is not there.
 * @throws StartError when it or a file in it cannot be used. */
export function openScheduleFiles(folder: string): ScheduleFiles {
  const pendingFolder = join(folder, 'pending');
  try {
    mkdirSync(pendingFolder, { recursive: true });
    // Version 1.0.0 kept here what had fired; the records of the executions hold that now.
    rmSync(join(folder, 'rung'), { recursive: true, force: true });
    const names = readdirSync(pendingFolder).filter((name) => name.endsWith('.json'));
    return {
      pending: names.map(
        (name) => JSON.parse(readFileSync(join(pendingFolder, name), 'utf8')) as LocalSchedule,
      ),
      save: (schedule) => save(pendingFolder, schedule),
      // Not synced: if a power cut brings the file back, the record says that the reminder was delivered.
      remove: (schedule) => rmSync(join(pendingFolder, fileName(schedule)), { force: true }),
    };
  } catch (error) {
    throw new StartError(
      `The reminders in ${folder} cannot be read (${errorMessage(error)}): move the folder away.`,
    );
  }
}

// Not the name itself: to some file systems `A` and `a` are one.
function fileName({ group, name }: LocalSchedule): string {
  return `${createHash('sha256').update(`${group}/${name}`).digest('hex')}.json`;
}

async function save(folder: string, schedule: LocalSchedule): Promise<void> {
  const target = join(folder, fileName(schedule));
  const beside = `${target}.new`;
  await writeFile(beside, JSON.stringify(schedule), { flush: true });
  await rename(beside, target);
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

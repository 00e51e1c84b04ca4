// Owns the schedules on disk: one file each, from its creation until its target has succeeded.
// A file is whole or absent whenever the process dies: it is written beside, synced, and renamed into place.

import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Schedule } from './schedule.ts';
import { errorMessage } from '../shared/errors.ts';
import { StartError } from './start-error.ts';

export interface ScheduleFiles {
  /** Every schedule that was there when the folder was opened. */
  readonly pending: readonly Schedule[];
  save(schedule: Schedule): Promise<void>;
  remove(schedule: Schedule): void;
}

/** Opens `folder`, which is made when it is not there.
 * @throws StartError when it or a file in it cannot be used. */
export function openScheduleFiles(folder: string): ScheduleFiles {
  const pendingFolder = join(folder, 'pending');
  try {
    mkdirSync(pendingFolder, { recursive: true });
    // Version 1.0.0 kept here what had fired; the records of the executions tell that now.
    rmSync(join(folder, 'rung'), { recursive: true, force: true });
    return {
      pending: jsonFiles(pendingFolder).map((file) => JSON.parse(readFileSync(file, 'utf8')) as Schedule),
      save: (schedule) => save(pendingFolder, schedule),
      // Not synced: should the file come back after a power cut, the record tells that it was delivered.
      remove: (schedule) => rmSync(join(pendingFolder, fileName(schedule)), { force: true }),
    };
  } catch (error) {
    throw new StartError(
      `The reminders in ${folder} cannot be read (${errorMessage(error)}): move the folder away.`,
    );
  }
}

// Not the name itself: some file systems hold `A` and `a` for one.
function fileName({ group, name }: Schedule): string {
  return `${createHash('sha256').update(`${group}/${name}`).digest('hex')}.json`;
}

function jsonFiles(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => join(folder, name));
}

async function save(folder: string, schedule: Schedule): Promise<void> {
  const target = join(folder, fileName(schedule));
  const beside = `${target}.new`;
  const file = await open(beside, 'w');
  try {
    await file.writeFile(JSON.stringify(schedule));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(beside, target);
  await syncFolder(folder);
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

// Owns the schedules on disk: one file each, in `pending` until it rings and in `rung` for a day after.
// A file is whole or absent whenever the process dies: it is written beside, synced, and renamed into place.

import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Schedule } from './schedule.ts';
import { messageOf, StartError } from './start-error.ts';

export interface ScheduleFiles {
  /** Every schedule that has not rung. */
  readonly pending: readonly Schedule[];
  save(schedule: Schedule): Promise<void>;
  hasRung(schedule: Schedule): boolean;
  markRung(schedule: Schedule): void;
}

// A request may be repeated after its reminder rang; within this time that does not ring twice.
const remembersRungMs = 24 * 60 * 60 * 1000;

/** Opens `folder`, which is made when it is not there.
 * @throws StartError when it or a file in it cannot be used. */
export function openScheduleFiles(folder: string, now: number): ScheduleFiles {
  const pendingFolder = join(folder, 'pending');
  const rungFolder = join(folder, 'rung');
  try {
    mkdirSync(pendingFolder, { recursive: true });
    mkdirSync(rungFolder, { recursive: true });
    forget(rungFolder, now);
    return {
      pending: jsonFiles(pendingFolder).map((file) => JSON.parse(readFileSync(file, 'utf8')) as Schedule),
      save: (schedule) => save(pendingFolder, schedule),
      hasRung: (schedule) => existsSync(join(rungFolder, fileName(schedule))),
      markRung: (schedule) => {
        const file = join(rungFolder, fileName(schedule));
        renameSync(join(pendingFolder, fileName(schedule)), file);
        utimesSync(file, new Date(), new Date());
      },
    };
  } catch (error) {
    throw new StartError(
      `The reminders in ${folder} cannot be read (${messageOf(error)}): move the folder away.`,
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

function forget(rungFolder: string, now: number): void {
  for (const file of jsonFiles(rungFolder)) {
    if (now - statSync(file).mtimeMs > remembersRungMs) rmSync(file, { force: true });
  }
}

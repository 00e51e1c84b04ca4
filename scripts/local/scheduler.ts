// Owns the embedded scheduler: the CreateSchedule call of EventBridge Scheduler over HTTP, and the timers.
// Leaves what it means that a schedule is due to `onDue`.

import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Cron } from 'croner';
import { openScheduleFiles } from './schedule-files.ts';
import { readSchedule, scheduleArn, type Refusal, type Schedule } from './schedule.ts';

export interface SchedulerOptions {
  readonly folder: string;
  /** Called once a schedule, at its time or, when that has gone by, at once; then it is done. */
  readonly onDue: (schedule: Schedule, now: number) => void;
  /** Whether `onDue` was done with a schedule when the process before this one died, before it could be marked. */
  readonly wasDone: (schedule: Schedule) => boolean;
}

export interface Scheduler {
  readonly endpoint: string;
  /** Starts the timers; what was due before rings now. */
  arm(): void;
  readonly close: () => Promise<void>;
}

export async function startScheduler({ folder, onDue, wasDone }: SchedulerOptions): Promise<Scheduler> {
  const files = openScheduleFiles(folder, Date.now());
  const known = new Map<string, { readonly schedule: Schedule; readonly saved: Promise<void> }>();
  const timers = new Map<string, Cron>();
  let armed = false;

  const ring = (schedule: Schedule): void => {
    const key = scheduleArn(schedule);
    timers.delete(key);
    // Rung, then marked: should the process die in between, the next one asks `wasDone`.
    onDue(schedule, Date.now());
    files.markRung(schedule);
    known.delete(key);
  };
  const arm = (schedule: Schedule): void => {
    const key = scheduleArn(schedule);
    if (timers.has(key) || !known.has(key)) return;
    if (schedule.at <= Date.now()) return ring(schedule);
    // croner waits in steps, so a month is not too long and a laptop that slept wakes to the right time.
    timers.set(key, new Cron(new Date(schedule.at), () => ring(schedule)));
  };

  const create = async (schedule: Schedule): Promise<Refusal | undefined> => {
    const key = scheduleArn(schedule);
    const before = known.get(key);
    if (before !== undefined) {
      await before.saved;
      return before.schedule.clientToken === schedule.clientToken ? undefined : conflict(schedule);
    }
    if (files.hasRung(schedule)) return conflict(schedule);
    const saved = files.save(schedule);
    known.set(key, { schedule, saved });
    try {
      await saved;
    } catch (error) {
      known.delete(key);
      throw error;
    }
    if (armed) arm(schedule);
    return undefined;
  };

  for (const schedule of files.pending) {
    if (schedule.at <= Date.now() && wasDone(schedule)) files.markRung(schedule);
    else known.set(scheduleArn(schedule), { schedule, saved: Promise.resolve() });
  }
  const server = createServer((request, response) => {
    response.setHeader('x-amzn-requestid', randomUUID());
    serve(request, response, create).catch(() => {
      refuse(response, {
        status: 500,
        type: 'InternalServerException',
        message: 'the schedule could not be kept',
      });
    });
  });
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });

  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arm: () => {
      armed = true;
      for (const { schedule } of known.values()) arm(schedule);
    },
    close: async () => {
      for (const timer of timers.values()) timer.stop();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  create: (schedule: Schedule) => Promise<Refusal | undefined>,
): Promise<void> {
  const name = /^\/schedules\/([^/?]+)$/.exec(request.url ?? '')?.[1];
  if (request.method !== 'POST' || name === undefined) {
    return refuse(response, {
      status: 404,
      type: 'UnknownOperationException',
      message: 'only CreateSchedule is known',
    });
  }
  const schedule = readSchedule(decodeURIComponent(name), parse(await text(request)));
  if ('status' in schedule) return refuse(response, schedule);
  const refusal = await create(schedule);
  if (refusal !== undefined) return refuse(response, refusal);
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ ScheduleArn: scheduleArn(schedule) }));
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function conflict({ name }: Schedule): Refusal {
  return { status: 409, type: 'ConflictException', message: `Schedule ${name} already exists.` };
}

function refuse(response: ServerResponse, { status, type, message }: Refusal): void {
  response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': type });
  response.end(JSON.stringify({ Message: message }));
}

// The embedded scheduler: the CreateSchedule call of EventBridge Scheduler over HTTP. A schedule is forgotten once its target has
// succeeded, as on AWS.

import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { jsonObject } from '../shared/json.ts';
import { guard, listenLocally } from './guard.ts';
import { openScheduleFiles } from './schedule-files.ts';
import { readSchedule, scheduleArn, type InvokeTarget, type LocalSchedule } from './schedule.ts';
import { createTries } from './tries.ts';

export type Scheduler = {
  readonly endpoint: string;
  /** Starts the timers; what was due before is tried now. Gives what stops them and waits for the tries that are running. */
  arm(invoke: InvokeTarget): () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Opens the schedules in `folder` and takes new ones; none fires before it is armed.
 * @throws StartError when the folder cannot be used. */
export async function startScheduler(folder: string): Promise<Scheduler> {
  const files = openScheduleFiles(folder);
  const known = new Map<string, { readonly schedule: LocalSchedule; readonly saved: Promise<void> }>();
  for (const schedule of files.pending) {
    known.set(scheduleArn(schedule), { schedule, saved: Promise.resolve() });
  }
  let arm = (_schedule: LocalSchedule): void => undefined;

  /** Keeps the schedule; gives false when there is one of that name already. */
  const create = async (schedule: LocalSchedule): Promise<boolean> => {
    const key = scheduleArn(schedule);
    const before = known.get(key);
    if (before !== undefined) {
      await before.saved;
      return false;
    }
    const saved = files.save(schedule);
    known.set(key, { schedule, saved });
    try {
      await saved;
    } catch (error) {
      known.delete(key);
      throw error;
    }
    arm(schedule);
    return true;
  };

  const server = createServer((request, response) => {
    response.setHeader('x-amzn-requestid', randomUUID());
    serve(request, response, create).catch(() => {
      sendError(response, 500, 'InternalServerException', 'the schedule could not be kept');
    });
  });
  guard(server, { hasPages: false });
  server.keepAliveTimeout = 0;
  return {
    endpoint: await listenLocally(server),
    arm: (invoke) => {
      const tries = createTries(async (schedule) => {
        if (!(await invoke(schedule))) return false;
        files.remove(schedule);
        known.delete(scheduleArn(schedule));
        return true;
      });
      arm = (schedule) => tries.add(schedule);
      for (const { schedule } of known.values()) arm(schedule);
      return () => tries.stop();
    },
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  create: (schedule: LocalSchedule) => Promise<boolean>,
): Promise<void> {
  const name = /^\/schedules\/([^/?]+)$/.exec(request.url ?? '')?.[1];
  if (request.method !== 'POST' || name === undefined) {
    return sendError(response, 404, 'UnknownOperationException', 'only CreateSchedule is known');
  }
  const schedule = readSchedule(decodeURIComponent(name), jsonObject(await text(request)));
  if ('problem' in schedule) return sendError(response, 400, 'ValidationException', schedule.problem);
  if (!(await create(schedule)))
    return sendError(response, 409, 'ConflictException', `Schedule ${schedule.name} already exists.`);
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ ScheduleArn: scheduleArn(schedule) }));
}

function sendError(response: ServerResponse, status: number, type: string, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': type });
  response.end(JSON.stringify({ Message: message }));
}

// Fakes EventBridge Scheduler over HTTP, in memory. It reads a call as the local scheduler does, and fires nothing by itself: a test
// says when a schedule has fired, and its name is free then, as ActionAfterCompletion DELETE asks.
// https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
import { jsonObject } from '../../scripts/shared/json.ts';
import { readSchedule, scheduleArn } from '../../scripts/local/schedule.ts';
import { startReceiver } from '../lib/adapters/delivery/receiver.ts';
import { outsideBehaviours, type OutsideResponse, type Respond } from './outside-behaviours.ts';

export type CreatedSchedule = {
  readonly name: string;
  readonly expression: string;
  readonly traceId: string;
  /** Names what is to be delivered; the name of the schedule too. */
  readonly effectKey: string;
  readonly input: string;
};

/** A request as it came: the path, and the text of its body. */
export type AskedSchedule = { readonly path: string; readonly body: string };

export type FakeSchedules = {
  /** Every schedule that was made, in order. */
  readonly created: CreatedSchedule[];
  /** Every request, granted or not, in order. */
  readonly asked: AskedSchedule[];
  /** Trace ids whose schedules are refused, and the type of the error. */
  readonly refusing: Map<string, string>;
  /** The schedule has fired: its name is free. */
  readonly forget: (schedule: CreatedSchedule) => void;
  readonly respond: Respond;
};

export type FakeScheduler = Omit<FakeSchedules, 'respond'> & {
  readonly endpoint: string;
  readonly close: () => Promise<void>;
};

export function createFakeSchedules(): FakeSchedules {
  const created: CreatedSchedule[] = [];
  const asked: AskedSchedule[] = [];
  const names = new Set<string>();
  const refusing = new Map<string, string>();
  const headers = { 'content-type': 'application/json', 'x-amzn-requestid': 'fake' };
  const refuse = (status: number, type: string): OutsideResponse => ({
    status,
    headers: { ...headers, 'x-amzn-errortype': type },
    body: JSON.stringify({ Message: type }),
  });

  return {
    created,
    asked,
    refusing,
    forget: ({ name }) => void names.delete(name),
    respond: ({ path = '', body }) => {
      asked.push({ path, body });
      const name = decodeURIComponent(path.replace(/^\/schedules\//, ''));
      const schedule = readSchedule(name, jsonObject(body));
      if ('problem' in schedule) return refuse(400, 'ValidationException');
      const { at, input } = schedule;
      const due = JSON.parse(input) as { trace_id: string; effect_key: string };
      const { trace_id: traceId, effect_key: effectKey } = due;
      const expression = `at(${new Date(at).toISOString().slice(0, 19)})`;
      const refusal = refusing.get(traceId);
      if (refusal !== undefined) return refuse(400, refusal);
      if (names.has(name)) return refuse(409, 'ConflictException');
      names.add(name);
      created.push({ name, expression, traceId, effectKey, input });
      return { status: 200, headers, body: JSON.stringify({ ScheduleArn: scheduleArn(schedule) }) };
    },
  };
}

export async function startFakeScheduler(): Promise<FakeScheduler> {
  const { respond, ...schedules } = createFakeSchedules();
  const server = await startReceiver();
  server.behave(outsideBehaviours(respond).done);
  return { ...schedules, endpoint: server.url, close: server.close };
}

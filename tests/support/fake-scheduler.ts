// Fakes EventBridge Scheduler over HTTP, in memory. It reads a call as the local scheduler does, and fires nothing by itself: a test
// says when a schedule has fired, and its name is free then, as ActionAfterCompletion DELETE asks.
// https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { jsonObject } from '../../scripts/shared/json.ts';
import { readSchedule, scheduleArn } from '../../scripts/local/schedule.ts';
import { listenLocally } from './listen.ts';

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

export type FakeScheduler = {
  readonly endpoint: string;
  /** Every schedule that was made, in order. */
  readonly created: CreatedSchedule[];
  /** Every request, granted or not, in order. */
  readonly asked: AskedSchedule[];
  /** Trace ids whose schedules are refused, and the type of the error. */
  readonly refusing: Map<string, string>;
  /** The schedule has fired: its name is free. */
  readonly forget: (schedule: CreatedSchedule) => void;
  readonly close: () => Promise<void>;
};

type CreateAnswer = { readonly arn: string } | { readonly status: number; readonly type: string };

export async function startFakeScheduler(): Promise<FakeScheduler> {
  const created: CreatedSchedule[] = [];
  const asked: AskedSchedule[] = [];
  const names = new Set<string>();
  const refusing = new Map<string, string>();

  const create = (name: string, body: string): CreateAnswer => {
    const schedule = readSchedule(name, jsonObject(body));
    if ('problem' in schedule) return { status: 400, type: 'ValidationException' };
    const { at, input } = schedule;
    const due = JSON.parse(input) as { trace_id: string; effect_key: string };
    const { trace_id: traceId, effect_key: effectKey } = due;
    const expression = `at(${new Date(at).toISOString().slice(0, 19)})`;
    const refusal = refusing.get(traceId);
    if (refusal !== undefined) return { status: 400, type: refusal };
    if (names.has(name)) return { status: 409, type: 'ConflictException' };
    names.add(name);
    created.push({ name, expression, traceId, effectKey, input });
    return { arn: scheduleArn(schedule) };
  };

  const server = createServer((request, response) => {
    const answer = (body: string): void => {
      const path = request.url ?? '';
      asked.push({ path, body });
      const answered = create(decodeURIComponent(path.replace(/^\/schedules\//, '')), body);
      response.setHeader('content-type', 'application/json');
      response.setHeader('x-amzn-requestid', 'fake');
      if ('arn' in answered) return void response.end(JSON.stringify({ ScheduleArn: answered.arn }));
      response.writeHead(answered.status, { 'x-amzn-errortype': answered.type });
      response.end(JSON.stringify({ Message: answered.type }));
    };
    text(request).then(answer, (error: unknown) => response.destroy(new Error('no body', { cause: error })));
  });
  server.keepAliveTimeout = 0;
  const endpoint = await listenLocally(server);
  return {
    endpoint,
    created,
    asked,
    refusing,
    forget: ({ name }) => void names.delete(name),
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

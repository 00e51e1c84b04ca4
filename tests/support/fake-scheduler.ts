// Owns: a stand-in for EventBridge Scheduler that keeps what was created in memory, and counts. It fires nothing by itself; a
// schedule that a test says has fired is forgotten with its name, as ActionAfterCompletion DELETE asks.
// https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
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

type Request = { ScheduleExpression: string; Target: { Input: string } };

export async function startFakeScheduler(): Promise<FakeScheduler> {
  const created: CreatedSchedule[] = [];
  const asked: AskedSchedule[] = [];
  const names = new Set<string>();
  const refusing = new Map<string, string>();

  const create = (name: string, body: string): { status: number; type?: string } => {
    const { ScheduleExpression: expression, Target } = JSON.parse(body) as Request;
    const due = JSON.parse(Target.Input) as { trace_id: string; effect_key: string };
    const { trace_id: traceId, effect_key: effectKey } = due;
    const refusal = refusing.get(traceId);
    if (refusal !== undefined) return { status: 400, type: refusal };
    if (names.has(name)) return { status: 409, type: 'ConflictException' };
    names.add(name);
    created.push({ name, expression, traceId, effectKey, input: Target.Input });
    return { status: 200 };
  };

  const server = createServer((request, response) => {
    const answer = (body: string): void => {
      const path = request.url ?? '';
      asked.push({ path, body });
      const name = decodeURIComponent(path.replace(/^\/schedules\//, ''));
      const { status, type } = create(name, body);
      response.writeHead(status, {
        'content-type': 'application/json',
        'x-amzn-requestid': 'stand-in',
        ...(type !== undefined && { 'x-amzn-errortype': type }),
      });
      response.end(
        JSON.stringify(
          type === undefined
            ? { ScheduleArn: `arn:aws:scheduler:us-east-1:000000000000:schedule/group/${name}` }
            : { Message: type },
        ),
      );
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

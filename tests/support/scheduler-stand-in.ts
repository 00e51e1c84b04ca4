// Owns: a stand-in for EventBridge Scheduler that keeps what was created in memory, and counts. It never fires.
// https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { listenLocally } from './listen.ts';

export type CreatedSchedule = {
  readonly name: string;
  readonly expression: string;
  readonly traceId: string;
  readonly input: string;
};

export type SchedulerStandIn = {
  readonly endpoint: string;
  /** Every schedule that was made, in order. */
  readonly created: CreatedSchedule[];
  /** Trace ids whose schedules are refused, and the type of the error. */
  readonly refusing: Map<string, string>;
  readonly close: () => Promise<void>;
};

type Request = { ScheduleExpression: string; Target: { Input: string } };

export async function startSchedulerStandIn(): Promise<SchedulerStandIn> {
  const created: CreatedSchedule[] = [];
  const names = new Set<string>();
  const refusing = new Map<string, string>();

  const create = (name: string, body: string): { status: number; type?: string } => {
    const { ScheduleExpression: expression, Target } = JSON.parse(body) as Request;
    const { trace_id: traceId } = JSON.parse(Target.Input) as { trace_id: string };
    const refusal = refusing.get(traceId);
    if (refusal !== undefined) return { status: 400, type: refusal };
    if (names.has(name)) return { status: 409, type: 'ConflictException' };
    names.add(name);
    created.push({ name, expression, traceId, input: Target.Input });
    return { status: 200 };
  };

  const server = createServer((request, response) => {
    const answer = (body: string): void => {
      const name = decodeURIComponent((request.url ?? '').replace(/^\/schedules\//, ''));
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
    refusing,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

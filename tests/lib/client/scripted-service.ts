// The answers of a service to the client, and of what may stand in front of it; a receiver gives them in the order of a script.
import { afterEach } from '@jest/globals';
import { answer, startReceiver, type Behaviour, type Receiver } from '../adapters/delivery/receiver.ts';

export { reset } from '../adapters/delivery/receiver.ts';

/** Answers one request. */
export type ScriptStep = Behaviour;

export type ScriptedService = Pick<Receiver, 'url' | 'received'>;

const receivers: Receiver[] = [];

afterEach(async () => {
  await Promise.all(receivers.splice(0).map(async (receiver) => await receiver.close()));
});

/** The server ends with the test. A request beyond the last step is answered 500, in text. */
export async function startScriptedService(...steps: readonly ScriptStep[]): Promise<ScriptedService> {
  const receiver = await startReceiver();
  receivers.push(receiver);
  const [first = scriptIsOver, ...rest] = steps;
  receiver.behave(first, ...rest, scriptIsOver);
  return receiver;
}

/** Answers with a body; an object is sent as JSON. */
export function reply(
  status: number,
  body: object | string,
  type = 'application/json; charset=utf-8',
  headers: Readonly<Record<string, string>> = {},
): ScriptStep {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return answer(status, text, { 'content-type': type, ...headers });
}

const scriptIsOver = reply(500, 'the script is over', 'text/plain');

/** Sends the head and the first bytes of an answer, and ends the connection. */
export const cutShort: ScriptStep = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"trace_id":', () => response.socket?.destroy());
};

/** Never answers. @param received is called once the request has arrived */
export function hang(received: () => void): ScriptStep {
  return () => received();
}

export const html = (status: number): ScriptStep => reply(status, '<h1>Bad gateway</h1>', 'text/html');

/** What a gateway says in JSON. */
export const gateway = (status: number, headers: Readonly<Record<string, string>> = {}): ScriptStep =>
  reply(status, { message: 'Too Many Requests' }, 'application/json', headers);

export const taskResult = { success: true, task_id: 'task_001', title: 'Submit payroll report' } as const;

/** The service's answer to the trace id of the request. */
export function success(replayed = false): ScriptStep {
  return (response, request) => {
    const { trace_id: traceId } = JSON.parse(request.body) as { trace_id: string };
    const headers = replayed ? { 'idempotent-replayed': 'true' } : {};
    const body = { trace_id: traceId, status: 'success', execution_result: taskResult };
    reply(200, body, undefined, headers)(response, request);
  };
}

/** A failure, as the service tells it. */
export function failure(
  status: number,
  code: string,
  retryable: boolean,
  headers: Readonly<Record<string, string>> = {},
): ScriptStep {
  const result = { success: false, error_code: code, message: 'it failed', retryable };
  return (response, request) => {
    const { trace_id: traceId } = JSON.parse(request.body) as { trace_id: string };
    const body = { trace_id: traceId, status: 'failed', execution_result: result };
    reply(status, body, undefined, headers)(response, request);
  };
}

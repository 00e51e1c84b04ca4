// Owns a stand-in for DynamoDB and EventBridge Scheduler, just wide enough that the function comes to each of its outcomes.
// Not a store to test behaviour with; it notes which actions were asked for. A `down` in the trace_id makes its side fail.

import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';

export interface AwsDouble {
  readonly endpoint: string;
  /** Actions asked for, as IAM spells them. */
  readonly actions: ReadonlySet<string>;
  readonly close: () => void;
}

interface Reply {
  readonly status: number;
  readonly body: object;
}

interface Write {
  readonly Item?: { readonly trace_id: { readonly S: string } };
  readonly Key?: { readonly trace_id?: { readonly S: string } };
}

export async function startAwsDouble(): Promise<AwsDouble> {
  const items = new Map<string, object>();
  const actions = new Set<string>();

  const store = (operation: string, request: Write): Reply => {
    const key = request.Item?.trace_id.S ?? request.Key?.trace_id?.S ?? '';
    if (key.includes('store-down'))
      return { status: 500, body: { __type: 'InternalServerError', message: 'down' } };
    if (operation === 'GetItem') return { status: 200, body: {} };
    const there = items.get(key);
    if (operation === 'PutItem' && there !== undefined) {
      const __type = 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException';
      return { status: 400, body: { __type, message: 'The conditional request failed', Item: there } };
    }
    if (request.Item) items.set(key, request.Item);
    return { status: 200, body: {} };
  };
  const schedule = (request: string): Reply => {
    if (request.includes('scheduler-down')) return { status: 500, body: { Message: 'down' } };
    if (request.includes('scheduler-no')) return { status: 400, body: { Message: 'no' } };
    return { status: 200, body: { ScheduleArn: 'arn:aws:scheduler:us-east-1:123456789012:schedule/g/n' } };
  };

  const server = createServer((request, response) => {
    const answerTo = (body: string): void => {
      const target = String(request.headers['x-amz-target'] ?? '').split('.')[1];
      actions.add(target === undefined ? 'scheduler:CreateSchedule' : `dynamodb:${target}`);
      const reply = target === undefined ? schedule(body) : store(target, JSON.parse(body) as Write);
      const answer = JSON.stringify(reply.body);
      response.writeHead(reply.status, {
        'content-type': 'application/x-amz-json-1.0',
        'x-amzn-requestid': randomUUID(),
        'x-amz-crc32': String(crc32(answer)),
        ...(reply.status === 400 && target === undefined
          ? { 'x-amzn-errortype': 'ValidationException' }
          : {}),
      });
      response.end(answer);
    };
    text(request).then(answerTo, () => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}`, actions, close: () => server.close() };
}

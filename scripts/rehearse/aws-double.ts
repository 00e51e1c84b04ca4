// Owns a stand-in for DynamoDB, EventBridge Scheduler and SNS, just wide enough that the function comes to each of its outcomes.
// Not a store to test behaviour with; it notes which actions were asked for. A `down` in the trace_id makes its side fail,
// and the delivery of a `held` is another's.

import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';

export interface AwsDouble {
  readonly endpoint: string;
  /** Actions asked for, as IAM spells them. */
  readonly actions: ReadonlySet<string>;
  /** What each schedule that was made would hand to its target, by trace_id. */
  readonly inputs: ReadonlyMap<string, unknown>;
  readonly close: () => void;
}

interface Reply {
  readonly status: number;
  readonly body: object;
}

interface Write {
  readonly Item?: { readonly trace_id: { readonly S: string } };
  readonly Key?: { readonly trace_id?: { readonly S: string } };
  readonly ExpressionAttributeValues?: Readonly<Record<string, unknown>>;
}

const published =
  '<PublishResponse><PublishResult><MessageId>m</MessageId></PublishResult></PublishResponse>';
const notPublished = '<ErrorResponse><Error><Code>InternalError</Code></Error></ErrorResponse>';

export async function startAwsDouble(): Promise<AwsDouble> {
  const items = new Map<string, object>();
  const actions = new Set<string>();
  const inputs = new Map<string, unknown>();

  const store = (operation: string, request: Write): Reply => {
    const key = request.Item?.trace_id.S ?? request.Key?.trace_id?.S ?? '';
    if (key.includes('store-down'))
      return { status: 500, body: { __type: 'InternalServerError', message: 'down' } };
    if (operation === 'GetItem') return { status: 200, body: {} };
    const there = items.get(key);
    const refuse = (Item: object): Reply => {
      const __type = 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException';
      return { status: 400, body: { __type, message: 'The conditional request failed', Item } };
    };
    if (operation === 'PutItem' && there !== undefined) return refuse(there);
    const set = assigned(request);
    if (operation === 'UpdateItem' && 'delivery_token' in set) {
      if (there === undefined || 'delivered_at' in there) return refuse(there ?? {});
      if (key.includes('held')) return refuse({ ...there, delivery_token: { S: 'of another' } });
    }
    const Attributes = { ...there, ...request.Item, ...set };
    items.set(key, Attributes);
    return { status: 200, body: operation === 'UpdateItem' ? { Attributes } : {} };
  };
  const schedule = (request: string): Reply => {
    if (request.includes('scheduler-down')) return { status: 500, body: { Message: 'down' } };
    if (request.includes('scheduler-no')) return { status: 400, body: { Message: 'no' } };
    const { Target } = JSON.parse(request) as { readonly Target: { readonly Input: string } };
    const input = JSON.parse(Target.Input) as { readonly trace_id: string };
    inputs.set(input.trace_id, input);
    return { status: 200, body: { ScheduleArn: 'arn:aws:scheduler:us-east-1:123456789012:schedule/g/n' } };
  };

  const server = createServer((request, response) => {
    const answerTo = (body: string): void => {
      if (body.includes('Action=Publish')) {
        actions.add('sns:Publish');
        const down = body.includes('topic-down');
        response.writeHead(down ? 500 : 200, { 'content-type': 'text/xml' });
        response.end(down ? notPublished : published);
        return;
      }
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
  return { endpoint: `http://127.0.0.1:${port}`, actions, inputs, close: () => server.close() };
}

/** What an update sets: attributes by their names, which its values' names repeat after `:new_`. */
function assigned({ ExpressionAttributeValues: values = {} }: Write): Record<string, unknown> {
  const set = Object.entries(values).filter(([name]) => name.startsWith(':new_'));
  return Object.fromEntries(set.map(([name, value]) => [name.slice(':new_'.length), value]));
}

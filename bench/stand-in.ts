// An instant stand-in for DynamoDB, EventBridge Scheduler and SNS, in a process of its own, that counts what reaches it.
// It keeps items in memory and knows conditions only as far as "the key must not be there yet".
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { crc32 } from 'node:zlib';

type Item = Record<string, Record<string, unknown>>;
interface Call {
  readonly TableName: string;
  readonly Item?: Item;
  readonly Key?: Item;
  readonly ConditionExpression?: string;
  readonly ReturnValuesOnConditionCheckFailure?: string;
  readonly UpdateExpression?: string;
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues?: Item;
}

/** What reached one table (or, under `scheduler` and `sns`, one of these) since the last reset. */
export interface Traffic {
  calls: Record<string, number>;
  requestBytes: number;
  lastItem: Item | null;
}

let answered = 0;
const tables = new Map<string, Map<string, Item>>();
const traffic = new Map<string, Traffic>();
/** What the schedules would hand to their target; forgotten when it is asked for. */
let inputs: unknown[] = [];

function trafficOf(table: string): Traffic {
  const known = traffic.get(table) ?? { calls: {}, requestBytes: 0, lastItem: null };
  traffic.set(table, known);
  return known;
}

function count(table: string, operation: string, bytes: number): Traffic {
  const seen = trafficOf(table);
  seen.calls[operation] = (seen.calls[operation] ?? 0) + 1;
  seen.requestBytes += bytes;
  return seen;
}

function keyOf(item: Item): string {
  return JSON.stringify(item['trace_id'] ?? item['id'] ?? item['topic']);
}

function applyUpdate(item: Item, call: Call): void {
  const [, assignments = '', removed = ''] =
    /^(?:SET (.*?))?(?: ?REMOVE (.*))?$/.exec(call.UpdateExpression ?? '') ?? [];
  for (const assignment of assignments.split(',')) {
    const [name = '', value = ''] = assignment.split('=').map((part) => part.trim());
    const stored = call.ExpressionAttributeValues?.[value];
    if (stored) item[call.ExpressionAttributeNames?.[name] ?? name] = stored;
  }
  for (const name of removed.split(',')) delete item[name.trim()];
}

function perform(operation: string, call: Call, seen: Traffic): [status: number, body: unknown] {
  const table = tables.get(call.TableName) ?? new Map<string, Item>();
  tables.set(call.TableName, table);
  const key = keyOf(call.Item ?? call.Key ?? {});
  const old = table.get(key);
  if (operation === 'GetItem') return [200, old ? { Item: old } : {}];
  if (operation === 'DeleteItem') return [200, table.delete(key) ? {} : {}];
  if (operation === 'UpdateItem') {
    const item = old ?? { ...call.Key };
    applyUpdate(item, call);
    table.set(key, item);
    seen.lastItem = item;
    return [200, { Attributes: item }];
  }
  if (old && call.ConditionExpression?.includes('attribute_not_exists')) {
    const type = 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException';
    const shown = call.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' ? { Item: old } : {};
    return [400, { ['__type']: type, message: 'The conditional request failed', ...shown }];
  }
  table.set(key, call.Item ?? {});
  seen.lastItem = call.Item ?? null;
  return [200, {}];
}

function answer(request: IncomingMessage, body: Buffer, response: ServerResponse): void {
  const send = (status: number, value: unknown): void => {
    const text = JSON.stringify(value);
    answered += 1;
    response.writeHead(status, {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-crc32': crc32(text),
      'x-amzn-requestid': `${answered}`.padStart(52, 'A'),
    });
    response.end(text);
  };
  if (request.url === '/traffic') {
    send(200, Object.fromEntries(traffic));
    if (request.method === 'DELETE') traffic.clear();
    if (request.method === 'DELETE') {
      tables.clear();
      inputs = [];
    }
    return;
  }
  if (request.url === '/inputs') {
    send(200, inputs);
    inputs = [];
    return;
  }
  if (request.url?.startsWith('/schedules/') === true) {
    count('scheduler', 'CreateSchedule', body.length);
    const { Target } = JSON.parse(body.toString()) as { readonly Target: { readonly Input: string } };
    inputs.push(JSON.parse(Target.Input));
    send(200, {
      ScheduleArn: `arn:aws:scheduler:us-east-1:123456789012:schedule/bench/${request.url.slice(11, 75)}`,
    });
    return;
  }
  if (body.includes('Action=Publish')) {
    count('sns', 'Publish', body.length);
    response.writeHead(200, { 'content-type': 'text/xml' });
    response.end(
      '<PublishResponse><PublishResult><MessageId>m</MessageId></PublishResult></PublishResponse>',
    );
    return;
  }
  const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
  const call = JSON.parse(body.toString()) as Call;
  send(...perform(operation, call, count(call.TableName, operation, body.length)));
}

const server = createServer({ keepAliveTimeout: 600_000, requestTimeout: 0 }, (request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => answer(request, Buffer.concat(chunks), response));
});
server.listen(0, '127.0.0.1', () => process.send?.(server.address()));
process.on('disconnect', () => process.exit(0));

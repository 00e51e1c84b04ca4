// Fakes CloudWatch Logs and DynamoDB over HTTP, in the JSON protocol of their clients. It runs the queries that it is sent over
// the lines that it was given, so that a query with a wrong field or quote finds nothing.
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { listenLocally } from '../support/listen.ts';
import type { WrittenLine, item } from './log-lines.ts';

export type AwsCall = {
  readonly operation: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** `eu-central-1/logs`: what the request was signed for. */
  readonly scope: string;
};

export type FakeAws = {
  readonly endpoint: string;
  /** Log lines by log group; a group that is not named is not there. */
  logGroups: Record<string, readonly WrittenLine[]>;
  items: Record<string, ReturnType<typeof item>>;
  /** How a query's state goes on from one question to the next; the last one stays. */
  states: string[];
  /** Errors by operation, in place of an answer. */
  errors: Record<string, { readonly type: string; readonly status?: number }>;
  calls: AwsCall[];
  close(): Promise<void>;
};

type StartedQuery = {
  readonly group: string;
  readonly text: string;
  readonly startTime: number;
  readonly endTime: number;
  readonly limit: number;
  asked: number;
};

export async function startFakeAws(): Promise<FakeAws> {
  const queries = new Map<string, StartedQuery>();
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  const fake: FakeAws = {
    endpoint: '',
    logGroups: {},
    items: {},
    states: ['Complete'],
    errors: {},
    calls: [],
    close: () => new Promise((resolve) => server.close(() => resolve()).closeAllConnections()),
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    const body = (await json(request)) as Record<string, unknown>;
    const [, scope = ''] =
      /Credential=[^/]+\/\d{8}\/([^/]+\/[^/]+)\/aws4_request/u.exec(request.headers.authorization ?? '') ??
      [];
    fake.calls.push({ operation, body, scope });
    const refused = fake.errors[operation];
    const result =
      refused === undefined ? run(operation, body) : { __type: refused.type, message: 'as it says' };
    const status = refused?.status ?? ('__type' in result ? 400 : 200);
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(result));
  }

  function run(operation: string, body: Record<string, unknown>): Record<string, unknown> {
    switch (operation) {
      case 'StartQuery': {
        const group = String(body['logGroupName']);
        if (fake.logGroups[group] === undefined) return { __type: 'ResourceNotFoundException' };
        const queryId = `query-${queries.size + 1}`;
        const { startTime, endTime, limit, queryString } = body;
        queries.set(queryId, {
          group,
          text: String(queryString),
          startTime: Number(startTime),
          endTime: Number(endTime),
          limit: Number(limit),
          asked: 0,
        });
        return { queryId };
      }
      case 'GetQueryResults': {
        const query = queries.get(String(body['queryId']));
        if (query === undefined) return { __type: 'ResourceNotFoundException' };
        const status = fake.states[Math.min(query.asked++, fake.states.length - 1)];
        return {
          status,
          results: status === 'Complete' ? runQuery(query, fake.logGroups[query.group] ?? []) : [],
        };
      }
      case 'StopQuery':
        return { success: true };
      case 'GetItem': {
        const stored = fake.items[String(body['TableName'])];
        if (stored === undefined) return { __type: 'ResourceNotFoundException' };
        const key = (body['Key'] as { trace_id: { S: string } }).trace_id.S;
        return stored.trace_id.S === key ? { Item: stored } : {};
      }
      default:
        return { __type: 'UnknownOperationException' };
    }
  }

  return Object.assign(fake, { endpoint: await listenLocally(server) });
}

/** As much of the query language as is sent here: conditions of `=` and `in`, joined by `and`, over fields of the line. */
function runQuery(
  { text, startTime, endTime, limit }: StartedQuery,
  lines: readonly WrittenLine[],
): object[] {
  const [fields, ...commands] = text.split('\n| ');
  if (fields !== 'fields @timestamp, @message') throw new Error(`not understood: ${text}`);
  let found = lines.filter((line) => timeOf(line) >= startTime * 1000 && timeOf(line) <= endTime * 1000);
  for (const command of commands) {
    if (command === 'sort @timestamp asc')
      found = found.toSorted((one, other) => timeOf(one) - timeOf(other));
    else if (command.startsWith('filter ')) found = found.filter((line) => matches(command.slice(7), line));
    else throw new Error(`not understood: ${command}`);
  }
  return found.slice(0, limit).map((line) => [
    { field: '@timestamp', value: new Date(timeOf(line)).toISOString().replace('T', ' ').replace('Z', '') },
    { field: '@message', value: JSON.stringify(line) },
    { field: '@ptr', value: 'CmEKJgoi' },
  ]);
}

function matches(conditions: string, line: WrittenLine): boolean {
  return conditions.split(' and ').every((condition) => {
    const [, path = '', operator = '', value = ''] = /^([a-zA-Z_.]+) (=|in) (.+)$/u.exec(condition) ?? [];
    const wanted: unknown = JSON.parse(operator === 'in' ? value : `[${value}]`);
    const actual = path
      .split('.')
      .reduce<unknown>((from, key) => (from as WrittenLine | undefined)?.[key], line);
    return Array.isArray(wanted) && wanted.includes(actual);
  });
}

function timeOf(line: WrittenLine): number {
  return Date.parse(String(line['timestamp'] ?? line['time']));
}

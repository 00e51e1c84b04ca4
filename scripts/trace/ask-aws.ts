// Owns: the three things asked of AWS about a trace: its log lines, Lambda's reports on its requests, its stored record.
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { ask, queryForReports, queryForTrace } from './insights.ts';
import type { Query } from './insights.ts';
import { readLine, sortedByTime } from './lines.ts';
import type { LogLine } from './lines.ts';
import type { StageNames } from './names.ts';
import { readRecord } from './record.ts';
import type { StoredRecord } from './record.ts';
import { readReport } from './reports.ts';
import type { LambdaReport } from './reports.ts';
import type { World } from './world.ts';

// Lambda's report comes after the function's own lines; an invocation lasts 15 minutes at most.
const reportDelayMs = 16 * 60_000;
const reportsAsked = 100;

const client = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 3000, requestTimeout: 15_000, throwOnRequestTimeout: true },
};

export async function askLines(
  names: StageNames,
  traceId: string,
  fromMs: number,
  toMs: number,
  world: World,
): Promise<LogLine[]> {
  const query = { logGroup: names.logGroup, text: queryForTrace(traceId), fromMs, toMs };
  const texts = await askLogs(names, query, world);
  return sortedByTime(texts.flatMap((text) => readLine(text, traceId) ?? []));
}

/** What Lambda says of the requests of these lines, the latest hundred of them. */
export async function askReports(
  names: StageNames,
  lines: readonly LogLine[],
  world: World,
): Promise<LambdaReport[]> {
  // Ids of another form than Lambda's were not given by Lambda, and have no place in a query.
  const given = lines.flatMap(({ requestId }) => requestId ?? []).filter((id) => /^[0-9a-f-]{36}$/u.test(id));
  const ids = [...new Set(given)].slice(-reportsAsked);
  const [first, last] = [lines[0], lines.at(-1)];
  if (ids.length === 0 || first === undefined || last === undefined) return [];
  const [fromMs, toMs] = [first.atMs, last.atMs + reportDelayMs];
  const texts = await askLogs(
    names,
    { logGroup: names.logGroup, text: queryForReports(ids), fromMs, toMs },
    world,
  );
  return texts.flatMap((text) => readReport(text) ?? []);
}

async function askLogs({ region }: StageNames, query: Query, world: World): Promise<string[]> {
  const logs = new CloudWatchLogsClient({ ...client, region });
  try {
    return await ask(logs, query, world.queryWaitMs, world.signal);
  } finally {
    logs.destroy();
  }
}

export async function askTable(
  { region, table }: StageNames,
  traceId: string,
  { signal }: World,
): Promise<StoredRecord | undefined> {
  const dynamo = new DynamoDBClient({ ...client, region });
  try {
    const { Item } = await dynamo.send(
      new GetItemCommand({ TableName: table, Key: { trace_id: { S: traceId } }, ConsistentRead: true }),
      { abortSignal: signal },
    );
    return Item === undefined ? undefined : readRecord(Item);
  } finally {
    dynamo.destroy();
  }
}

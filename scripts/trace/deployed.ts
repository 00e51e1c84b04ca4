// Owns: looking for a trace on AWS, with the credentials of whoever asks. Log and table are asked at the same time.
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { awsFault } from './aws-faults.ts';
import type { AwsFault, Question } from './aws-faults.ts';
import { TraceFault } from './fault.ts';
import { ask, mostLines, queryForReports, queryForTrace } from './insights.ts';
import { readLine, sortedByTime, textField } from './lines.ts';
import type { LogLine } from './lines.ts';
import { consoleLinks } from './links.ts';
import { readNames } from './names.ts';
import type { StageNames } from './names.ts';
import type { Options } from './options.ts';
import { readRecord } from './record.ts';
import type { StoredRecord } from './record.ts';
import { readReport } from './reports.ts';
import type { LambdaReport } from './reports.ts';
import type { Findings } from './story.ts';
import { waitingFor } from './waiting.ts';
import type { World } from './world.ts';

// Lambda's report comes after the function's own lines; an invocation lasts 15 minutes at most.
const reportDelayMs = 16 * 60_000;
const reportsAsked = 100;

const client = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 3000, requestTimeout: 15_000, throwOnRequestTimeout: true },
};

interface LogFindings {
  readonly lines: LogLine[];
  readonly reports: LambdaReport[];
}

export async function lookAtStage(stage: string, options: Options, world: World): Promise<Findings> {
  const names = await readNames(stage, options.region, world.environment);
  const { traceId } = options;
  const toMs = world.now();
  const fromMs = toMs - options.since.ms;
  const since = options.since.text;
  const done = waitingFor(
    `Asking CloudWatch about ${traceId} in stage ${stage}, ${names.region}, ${since}`,
    world,
  );
  const faults = new Map<string, string>();
  const note = ({ kind, sentence }: AwsFault): undefined =>
    void (faults.has(kind) || faults.set(kind, sentence));
  const [log, record] = await Promise.all([
    askLog(names, traceId, fromMs, toMs, world).catch((error: unknown) =>
      note(explain(error, logQuestion(names), names)),
    ),
    askTable(names, traceId, world.signal).catch((error: unknown) => {
      note(explain(error, tableQuestion(names), names));
      return 'unread' as const;
    }),
  ]).finally(done);
  world.signal.throwIfAborted();
  const { lines, reports } = log ?? { lines: [], reports: [] };
  if (lines.length >= mostLines)
    faults.set('cut', `Only the first ${mostLines} lines are told: ask for less with --since.`);
  return {
    lines,
    reports,
    record,
    place: `stage ${stage}, ${names.region}`,
    lookedIn: [`log group ${names.logGroup}, ${since}`, `table ${names.table}, both in ${names.region}`],
    hints: [
      'a longer --since, another --stage or --region; a line can be found about a minute after it was written',
    ],
    faults: [...faults.values()],
    links: consoleLinks(names, queryForTrace(traceId), [fromMs, toMs], xrayTraceIds(lines, reports)),
  };
}

async function askLog(
  names: StageNames,
  traceId: string,
  fromMs: number,
  toMs: number,
  world: World,
): Promise<LogFindings> {
  const logs = new CloudWatchLogsClient({ ...client, region: names.region });
  try {
    const { logGroup } = names;
    const texts = await ask(
      logs,
      { logGroup, text: queryForTrace(traceId), fromMs, toMs },
      world.queryWaitMs,
      world.signal,
    );
    const lines = sortedByTime(texts.flatMap((text) => readLine(text, traceId) ?? []));
    // Ids of another form than Lambda's were not given by Lambda, and have no place in a query.
    const ids = [...new Set(lines.flatMap(({ requestId }) => requestId ?? []))].filter((id) =>
      /^[0-9a-f-]{36}$/u.test(id),
    );
    const last = lines.at(-1);
    if (ids.length === 0 || last === undefined) return { lines, reports: [] };
    const query = {
      logGroup,
      text: queryForReports(ids.slice(-reportsAsked)),
      fromMs,
      toMs: last.atMs + reportDelayMs,
    };
    const reports = await ask(logs, query, world.queryWaitMs, world.signal);
    return { lines, reports: reports.flatMap((text) => readReport(text) ?? []) };
  } finally {
    logs.destroy();
  }
}

async function askTable(
  { region, table }: StageNames,
  traceId: string,
  signal: AbortSignal,
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

function explain(error: unknown, question: Question, names: StageNames): AwsFault {
  if (error instanceof TraceFault) return { kind: error.message, sentence: error.message };
  return awsFault(error, question, names);
}

function logQuestion({ logGroup }: StageNames): Question {
  return { of: `log group ${logGroup}`, rights: 'logs:StartQuery, logs:GetQueryResults and logs:StopQuery' };
}

function tableQuestion({ table }: StageNames): Question {
  return { of: `table ${table}`, rights: 'dynamodb:GetItem' };
}

function xrayTraceIds(lines: readonly LogLine[], reports: readonly LambdaReport[]): string[] {
  return [
    ...lines.flatMap((line) => textField(line, 'xray_trace_id') ?? []),
    ...reports.flatMap(({ xrayTraceId }) => xrayTraceId ?? []),
  ].slice(0, 3);
}

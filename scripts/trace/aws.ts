// Looks for a trace in a deployed stage, with the credentials of whoever asks. Log and table are asked at the same time, and a
// failure of one does not hide what the other has.
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { duration, TraceError, type CliContext, type Options } from './cli.ts';
import { maxLines, queryForReports, queryForTrace, runQuery, type Query } from './insights.ts';
import { readLine, readReport, sortedByTime, type LogLine } from './log-lines.ts';
import { fetchRecord } from './record.ts';
import { awsErrorText, consoleLinks, readStage, type StagePart } from './stage.ts';
import type { Findings } from './timeline.ts';

const clientConfig = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 3000, requestTimeout: 15_000, throwOnRequestTimeout: true },
};
// Lambda's report comes after the function's own lines; an invocation lasts 15 minutes at most.
const reportDelayMs = 16 * 60_000;
const maxReports = 100;
const maxXrayLinks = 3;

export async function lookOnAws(stageName: string, options: Options, context: CliContext): Promise<Findings> {
  const { traceId, sinceMs } = options;
  const stage = await readStage(stageName, options.region, context.environment);
  const { region, logGroup, table, deadLetterQueue } = stage;
  const logs = new CloudWatchLogsClient({ ...clientConfig, region });
  const dynamo = new DynamoDBClient({ ...clientConfig, region });
  const since = `the last ${duration(sinceMs)}`;
  const toMs = context.now();
  const query = { logGroup, text: queryForTrace(traceId), fromMs: toMs - sinceMs, toMs };
  const faults = new Set<string>();
  const ask = async <Answer>(part: StagePart, question: Promise<Answer>): Promise<Answer | undefined> =>
    await question.catch((error: unknown) => {
      faults.add(error instanceof TraceError ? error.message : awsErrorText(error, part, stage));
      return undefined;
    });
  const ofLog = {
    subject: `log group ${logGroup}`,
    rights: 'logs:StartQuery, logs:GetQueryResults and logs:StopQuery',
  };
  const ofTable = { subject: `table ${table}`, rights: 'dynamodb:GetItem' };

  const readLog = async () => {
    const texts = (await ask(ofLog, runQuery(logs, query, context))) ?? [];
    if (texts.length >= maxLines)
      faults.add(`Only the first ${maxLines} lines were read: ask for less with --since.`);
    const lines = sortedByTime(texts.flatMap((text) => readLine(text, traceId) ?? []));
    const reportQuery = queryForReportsOn(lines, query);
    if (reportQuery === undefined) return { lines, reports: [] };
    const reported = (await ask(ofLog, runQuery(logs, reportQuery, context))) ?? [];
    return { lines, reports: reported.flatMap((text) => readReport(text) ?? []) };
  };
  const readTable = async () => ({ record: await fetchRecord(dynamo, table, traceId, context.signal) });

  context.stderr.write(`Asking CloudWatch about ${traceId} in stage ${stageName}, ${region}, ${since} …\n`);
  const answers = Promise.all([readLog(), ask(ofTable, readTable())]);
  const [{ lines, reports }, stored] = await answers.finally(() => logs.destroy());
  context.signal.throwIfAborted();
  const xrayTraceIds = reports
    .flatMap(({ fields }) => fields['xray_trace_id'] ?? [])
    .map(String)
    .slice(0, maxXrayLinks);
  return {
    lines,
    reports,
    record: stored?.record,
    isRecordRead: stored !== undefined,
    place: `stage ${stageName}, ${region}`,
    lookedIn: [`log group ${logGroup}, ${since}`, `table ${table}, both in ${region}`],
    hints: [
      'a longer --since, another --stage or --region; a line is found about a minute after it was written',
    ],
    faults: [...faults],
    links: consoleLinks(region, query, xrayTraceIds),
    deadLetterQueue,
  };
}

/** The query for the reports on the runs of these lines, the latest hundred of them. */
function queryForReportsOn(lines: readonly LogLine[], { logGroup }: Query): Query | undefined {
  // Ids of another form than Lambda's were not given by Lambda, and have no place in a query.
  const given = lines.flatMap(({ requestId }) => requestId ?? []).filter((id) => /^[0-9a-f-]{36}$/u.test(id));
  const ids = [...new Set(given)].slice(-maxReports);
  const [first, last] = [lines[0], lines.at(-1)];
  if (ids.length === 0 || first === undefined || last === undefined) return undefined;
  return { logGroup, text: queryForReports(ids), fromMs: first.atMs, toMs: last.atMs + reportDelayMs };
}

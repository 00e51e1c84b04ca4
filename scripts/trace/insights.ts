// Owns: one question to CloudWatch Logs Insights: start it, wait for it, stop it when it takes too long.
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type CloudWatchLogsClient,
  GetQueryResultsCommand,
  StartQueryCommand,
  StopQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { TraceFault } from './fault.ts';

export interface Query {
  readonly logGroup: string;
  readonly text: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** The most lines that one query gives; also the limit of Logs Insights itself. */
export const mostLines = 10_000;

const firstPauseMs = 250;
const longestPauseMs = 2000;

/** The query for all lines of one trace. `filter` uses the field index and works without one, unlike `filterIndex`. */
export function queryForTrace(traceId: string): string {
  return `fields @timestamp, @message\n| filter trace_id = ${quoted(traceId)}\n| sort @timestamp asc`;
}

/** The query for what Lambda itself says of these requests. */
export function queryForReports(requestIds: readonly string[]): string {
  const list = requestIds.map(quoted).join(', ');
  return `fields @timestamp, @message\n| filter type = "platform.report" and record.requestId in [${list}]`;
}

// Both kinds of ids are checked before: nothing in them can end the quotes. This is the second lock on that door.
function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/gu, String.raw`\$&`)}"`;
}

/** The text of every line that the query finds. Throws TraceFault when the query does not end well, or what AWS threw. */
export async function ask(
  client: CloudWatchLogsClient,
  query: Query,
  waitMs: number,
  signal: AbortSignal,
): Promise<string[]> {
  const { queryId } = await client.send(
    new StartQueryCommand({
      logGroupName: query.logGroup,
      queryString: query.text,
      startTime: Math.floor(query.fromMs / 1000),
      endTime: Math.ceil(query.toMs / 1000),
      limit: mostLines,
    }),
    { abortSignal: signal },
  );
  const patience = AbortSignal.any([signal, AbortSignal.timeout(waitMs)]);
  try {
    return await results(client, queryId, patience);
  } catch (error) {
    if (!patience.aborted) throw error;
    // It would go on reading, and be charged for it. That it may have ended by itself meanwhile is no matter.
    await client.send(new StopQueryCommand({ queryId })).catch(() => undefined);
    if (signal.aborted) throw error;
    throw new TraceFault(
      `The query did not end within ${waitMs / 1000} s and was stopped: ask for less with --since, or run it in the console.`,
    );
  }
}

async function results(
  client: CloudWatchLogsClient,
  queryId: string | undefined,
  signal: AbortSignal,
): Promise<string[]> {
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 1.5, longestPauseMs)) {
    const { status, results: rows = [] } = await client.send(new GetQueryResultsCommand({ queryId }), {
      abortSignal: signal,
    });
    if (status === 'Complete') {
      return rows.flatMap((row) => row.find(({ field }) => field === '@message')?.value ?? []);
    }
    const end = status === undefined ? undefined : badEnds[status];
    if (end !== undefined) throw new TraceFault(end);
    await sleep(pauseMs, undefined, { signal });
  }
}

const badEnds: Readonly<Record<string, string>> = {
  Failed: 'The query failed in CloudWatch: ask again, or run it in the console.',
  Cancelled: 'The query was cancelled by someone else: ask again.',
  Timeout: 'CloudWatch gave the query up as too long: ask for less with --since.',
};

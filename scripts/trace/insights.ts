// Runs one query in CloudWatch Logs Insights: starts it, waits for it, stops it when it takes too long.
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type CloudWatchLogsClient,
  GetQueryResultsCommand,
  StartQueryCommand,
  StopQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { duration, TraceError } from './cli.ts';

export type Query = {
  readonly logGroup: string;
  readonly text: string;
  readonly fromMs: number;
  readonly toMs: number;
};

/** The most lines that one query gives; also the limit of Logs Insights itself. */
export const maxLines = 10_000;

const firstPauseMs = 250;
const maxPauseMs = 2000;

/** All lines of one trace. `filter` uses the field index and works without one, unlike `filterIndex`. */
export function queryForTrace(traceId: string): string {
  return `fields @timestamp, @message\n| filter trace_id = ${quoted(traceId)}\n| sort @timestamp asc`;
}

/** What Lambda itself says of these requests. */
export function queryForReports(requestIds: readonly string[]): string {
  const list = requestIds.map(quoted).join(', ');
  return `fields @timestamp, @message\n| filter type = "platform.report" and record.requestId in [${list}]`;
}

// Nothing in the ids can end the quotes, for both kinds are checked before; this is the second guard.
function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/gu, String.raw`\$&`)}"`;
}

/** The text of every line that the query finds. Throws TraceError when the query does not end well, or what AWS threw. */
export async function runQuery(
  client: CloudWatchLogsClient,
  query: Query,
  { queryWaitMs, signal }: { readonly queryWaitMs: number; readonly signal: AbortSignal },
): Promise<string[]> {
  const start = {
    logGroupName: query.logGroup,
    queryString: query.text,
    startTime: Math.floor(query.fromMs / 1000),
    endTime: Math.ceil(query.toMs / 1000),
    limit: maxLines,
  };
  const { queryId } = await client.send(new StartQueryCommand(start), { abortSignal: signal });
  const patience = AbortSignal.any([signal, AbortSignal.timeout(queryWaitMs)]);
  try {
    return await readResults(client, queryId, patience);
  } catch (error) {
    if (!patience.aborted) throw error;
    // It would go on reading, and be charged for it. That it may have ended by itself meanwhile does not matter.
    await client.send(new StopQueryCommand({ queryId })).catch(() => undefined);
    if (signal.aborted) throw error;
    throw new TraceError(
      `The query did not end within ${duration(queryWaitMs)} and was stopped: ask for less with --since, or run it in the console.`,
    );
  }
}

async function readResults(
  client: CloudWatchLogsClient,
  queryId: string | undefined,
  abortSignal: AbortSignal,
): Promise<string[]> {
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 1.5, maxPauseMs)) {
    const { status, results = [] } = await client.send(new GetQueryResultsCommand({ queryId }), {
      abortSignal,
    });
    if (status === 'Complete') {
      return results.flatMap((row) => row.find(({ field }) => field === '@message')?.value ?? []);
    }
    if (status === 'Failed' || status === 'Cancelled' || status === 'Timeout') {
      throw new TraceError(
        `CloudWatch ended the query as ${status}: ask again, for less with --since, or run it in the console.`,
      );
    }
    await sleep(pauseMs, undefined, { signal: abortSignal });
  }
}

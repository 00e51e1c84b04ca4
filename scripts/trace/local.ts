// Owns: looking for a trace on this laptop: the log file that the local server keeps, and its store.
import { relative } from 'node:path';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { readLogFiles } from '../local/log-files.ts';
import { readLine, sortedByTime, thrown } from './lines.ts';
import type { LogLine } from './lines.ts';
import type { Options } from './options.ts';
import { readRecord } from './record.ts';
import type { StoredRecord } from './record.ts';
import { readLocalReport } from './reports.ts';
import type { LambdaReport } from './reports.ts';
import { withSources } from './stack.ts';
import type { Findings } from './story.ts';
import type { World } from './world.ts';

interface LogFindings {
  readonly lines: LogLine[];
  readonly reports: LambdaReport[];
  /** Lines of this trace from before the time that was asked for. */
  readonly older: number;
  readonly isThere: boolean;
}

export async function lookAtLaptop(options: Options, world: World): Promise<Findings> {
  const fromMs = world.now() - options.since.ms;
  const log = await readLog(world.logFile, options.traceId, fromMs);
  const store = await readStore(options.traceId, world);
  const longer =
    log.older > 0 ? [`a longer --since: the log has ${log.older} older lines of this trace`] : [];
  return {
    lines: sortedByTime(log.lines).map((line) => withSources(line, world.bundle)),
    reports: log.reports,
    record: store.record,
    place: 'this laptop',
    lookedIn: [
      `${shown(world.logFile)}, ${log.isThere ? options.since.text : 'which is not there: `npm start` writes it'}`,
      store.lookedIn,
    ],
    hints: [...longer, '--stage dev, if the request went to AWS'],
    faults: store.faults,
    links: [],
    deadLetterQueue: undefined,
  };
}

async function readLog(file: string, traceId: string, fromMs: number): Promise<LogFindings> {
  const lines: LogLine[] = [];
  const reports: LambdaReport[] = [];
  let older = 0;
  const log = readLogFiles(file);
  for await (const text of log ?? []) {
    // Reading JSON is the slow part, and nearly all lines are of other traces.
    if (text.includes('"FUNCTION_')) reports.push(...readLocalReport(text));
    const line = text.includes(traceId) ? readLine(text, traceId) : undefined;
    if (line === undefined) continue;
    if (line.atMs >= fromMs) lines.push(line);
    else older += 1;
  }
  return { lines, reports, older, isThere: log !== undefined };
}

interface StoreFindings {
  readonly record: StoredRecord | 'unread' | undefined;
  readonly lookedIn: string;
  readonly faults: readonly string[];
}

async function readStore(traceId: string, { openStore }: World): Promise<StoreFindings> {
  try {
    const store = await openStore();
    if (store === undefined) {
      return { record: undefined, lookedIn: 'no store: `npm start` makes it', faults: [] };
    }
    const { endpoint, table } = store;
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
    try {
      const key = { trace_id: { S: traceId } };
      const { Item } = await client.send(
        new GetItemCommand({ TableName: table, Key: key, ConsistentRead: true }),
      );
      const record = Item === undefined ? undefined : readRecord(Item);
      return { record, lookedIn: `table ${table} of the local store`, faults: [] };
    } finally {
      client.destroy();
      await store.close();
    }
  } catch (error) {
    return {
      record: 'unread',
      lookedIn: 'the local store, which could not be read',
      faults: [thrown(error).message],
    };
  }
}

/** The path as one would type it here, when that is shorter. */
function shown(file: string): string {
  const path = relative(process.cwd(), file);
  return path.startsWith('..') ? file : path;
}

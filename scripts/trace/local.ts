// Looks for a trace on this computer: in the log that the local server keeps, and in its store.
import { relative } from 'node:path';
import { readLogFiles } from '../local/log-files.ts';
import { localClient } from '../local/tables.ts';
import { errorMessage } from '../shared/errors.ts';
import { duration, type CliContext, type Options } from './cli.ts';
import { readLine, readLocalReport, sortedByTime, type LogLine } from './log-lines.ts';
import { fetchRecord } from './record.ts';
import type { Findings } from './timeline.ts';

export async function lookLocally(options: Options, context: CliContext): Promise<Findings> {
  const log = await readLog(options, context);
  const store = await readStore(options.traceId, context);
  return {
    ...log,
    ...store,
    isRecordRead: store.faults.length === 0,
    place: 'local',
    lookedIn: [...log.lookedIn, ...store.lookedIn],
    hints: [...log.hints, '--stage dev, if the request went to AWS'],
    links: [],
    deadLetterQueue: undefined,
  };
}

async function readLog({ traceId, sinceMs }: Options, { logFile, now }: CliContext) {
  const lines: LogLine[] = [];
  const reports: Findings['reports'][number][] = [];
  const log = readLogFiles(logFile);
  for await (const text of log ?? []) {
    // Reading JSON is the slow part, and nearly all lines are of other traces.
    const report = text.includes('"FUNCTION_') ? readLocalReport(text) : undefined;
    if (report !== undefined) reports.push(report);
    const line = text.includes(traceId) ? readLine(text, traceId) : undefined;
    if (line !== undefined) lines.push(line);
  }
  const recent = lines.filter(({ atMs }) => atMs >= now() - sinceMs);
  const older = lines.length - recent.length;
  const path = relative(process.cwd(), logFile);
  const read =
    log === undefined ? 'which is missing: `npm start` writes it' : `the last ${duration(sinceMs)}`;
  return {
    lines: sortedByTime(recent),
    reports,
    lookedIn: [`${path.startsWith('..') ? logFile : path}, ${read}`],
    hints: older === 0 ? [] : [`a longer --since: the log has ${older} older lines of this trace`],
  };
}

async function readStore(traceId: string, { openStore, signal }: CliContext) {
  try {
    const store = await openStore();
    if (store === undefined)
      return { record: undefined, lookedIn: ['no store: `npm start` creates it'], faults: [] };
    const { endpoint, table, close } = store;
    try {
      const record = await fetchRecord(localClient(endpoint), table, traceId, signal);
      return { record, lookedIn: [`table ${table} of the local store`], faults: [] };
    } finally {
      await close();
    }
  } catch (error) {
    const lookedIn = ['the local store, which could not be read'];
    return { record: undefined, lookedIn, faults: [errorMessage(error)] };
  }
}

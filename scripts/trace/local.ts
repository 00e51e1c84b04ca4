// Looks for a trace on this computer: in the log that the local server keeps, and in its store.
import { readFileSync, statSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { dirname, relative, resolve } from 'node:path';
import { isObject } from '../../lib/domain/json.ts';
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

async function readLog({ traceId, sinceMs }: Options, { logFile, bundle, now }: CliContext) {
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
    lines: sortedByTime(recent).map((line) => withSources(line, bundle)),
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

/** The line with its error's stack in the sources, if the bundle beside its source map is older than the line. */
function withSources(line: LogLine, bundle: string): LogLine {
  const { error } = line.fields;
  if (!isObject(error) || typeof error['stack'] !== 'string' || !error['stack'].includes(bundle)) return line;
  const file = `${bundle}.map`;
  // A later build has its code in other places.
  const builtAtMs = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
  if (builtAtMs > line.atMs) return line;
  const map = new SourceMap(JSON.parse(readFileSync(file, 'utf8')) as SourceMapPayload);
  const stack = error['stack'].split('\n').map((frame) => sourceOf(frame, bundle, map));
  return { ...line, fields: { ...line.fields, error: { ...error, stack: stack.join('\n') } } };
}

function sourceOf(frame: string, bundle: string, map: SourceMap): string {
  const [, line, column] = /^:(\d+):(\d+)/u.exec(frame.split(bundle)[1] ?? '') ?? [];
  if (line === undefined) return frame;
  const found = map.findOrigin(Number(line), Number(column));
  if (!('fileName' in found)) return frame;
  const file = relative(process.cwd(), resolve(dirname(bundle), found.fileName));
  return `    at ${file}:${found.lineNumber}:${found.columnNumber}`;
}

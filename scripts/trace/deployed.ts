// Owns: looking for a trace on AWS, with the credentials of whoever asks. Log and table are asked at the same time, and
// what one cannot tell does not hide what the other tells.
import { askLines, askReports, askTable } from './ask-aws.ts';
import { awsFault } from './aws-faults.ts';
import { TraceFault } from './fault.ts';
import { mostLines, queryForTrace } from './insights.ts';
import { consoleLinks } from './links.ts';
import { readNames } from './names.ts';
import type { StageNames } from './names.ts';
import type { Options } from './options.ts';
import type { LambdaReport } from './reports.ts';
import type { Findings } from './story.ts';
import { waitingFor } from './waiting.ts';
import type { World } from './world.ts';

const xrayLinks = 3;

export async function lookAtStage(stage: string, options: Options, world: World): Promise<Findings> {
  const { traceId, since } = options;
  const names = await readNames(stage, options.region, world.environment);
  const toMs = world.now();
  const fromMs = toMs - since.ms;
  const faults = new Map<string, string>();
  const done = waitingFor(
    `Asking CloudWatch about ${traceId} in stage ${stage}, ${names.region}, ${since.text}`,
    world,
  );
  const [{ lines, reports }, record] = await Promise.all([
    askLog(names, traceId, [fromMs, toMs], faults, world),
    askTable(names, traceId, world).catch((error: unknown) => {
      note(faults, error, names, `table ${names.table}`, 'dynamodb:GetItem');
      return 'unread' as const;
    }),
  ]).finally(done);
  world.signal.throwIfAborted();
  return {
    lines,
    reports,
    record,
    place: `stage ${stage}, ${names.region}`,
    lookedIn: [`log group ${names.logGroup}, ${since.text}`, `table ${names.table}, both in ${names.region}`],
    hints: [
      'a longer --since, another --stage or --region; a line can be found about a minute after it was written',
    ],
    faults: [...faults.values()],
    links: consoleLinks(names, queryForTrace(traceId), [fromMs, toMs], xrayTraceIds(reports)),
    deadLetterQueue: names.deadLetterQueue,
  };
}

async function askLog(
  names: StageNames,
  traceId: string,
  [fromMs, toMs]: readonly [number, number],
  faults: Map<string, string>,
  world: World,
): Promise<Pick<Findings, 'lines' | 'reports'>> {
  const rights = 'logs:StartQuery, logs:GetQueryResults and logs:StopQuery';
  const noted = (error: unknown): [] => {
    note(faults, error, names, `log group ${names.logGroup}`, rights);
    return [];
  };
  const lines = await askLines(names, traceId, fromMs, toMs, world).catch(noted);
  if (lines.length >= mostLines) {
    faults.set('cut', `Only the first ${mostLines} lines are told: ask for less with --since.`);
  }
  return { lines, reports: await askReports(names, lines, world).catch(noted) };
}

/** Keeps the sentence that this error gives; faults of one kind are told once, though log and table both met them. */
function note(
  faults: Map<string, string>,
  error: unknown,
  names: StageNames,
  of: string,
  rights: string,
): void {
  const { kind, sentence } =
    error instanceof TraceFault
      ? { kind: error.message, sentence: error.message }
      : awsFault(error, { of, rights }, names);
  if (!faults.has(kind)) faults.set(kind, sentence);
}

function xrayTraceIds(reports: readonly LambdaReport[]): string[] {
  return reports.flatMap(({ xrayTraceId }) => xrayTraceId ?? []).slice(0, xrayLinks);
}

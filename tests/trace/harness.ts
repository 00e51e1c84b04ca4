// Runs the trace tool with a terminal, a clock and files of the test's own, and builds timelines without it.
import type { CliContext } from '../../scripts/trace/cli.ts';
import { runTrace } from '../../scripts/trace/main.ts';
import { readLine, sortedByTime } from '../../scripts/trace/log-lines.ts';
import { readRecord } from '../../scripts/trace/record.ts';
import { buildTimeline, type Findings, type Timeline } from '../../scripts/trace/timeline.ts';
import type { WrittenLine, item } from './log-lines.ts';

export type TraceOutput = {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
};

export const nowMs = Date.parse('2026-11-22T16:05:00.000Z');

/** What a test changes of the tool's context. */
export type Changes = Partial<CliContext> & { readonly isTTY?: boolean };

/** Runs the tool with what a test changes of its context, and gives all its output. */
export async function trace(args: readonly string[], changes: Changes = {}): Promise<TraceOutput> {
  const written = { stdout: '', stderr: '' };
  const output = (name: 'stdout' | 'stderr'): CliContext['stdout'] => ({
    isTTY: changes.isTTY === true,
    write: (text) => (written[name] += text),
  });
  const exitCode = await runTrace(args, {
    environment: {},
    now: () => nowMs,
    stdout: output('stdout'),
    stderr: output('stderr'),
    logFile: '/nowhere/log.jsonl',
    openStore: () => Promise.resolve(undefined),
    queryWaitMs: 5000,
    signal: new AbortController().signal,
    ...changes,
  });
  return { exitCode, ...written };
}

/** The timeline of task-001 at the harness's time, of these lines and this item. */
export function timelineOf(
  lines: readonly WrittenLine[],
  stored?: ReturnType<typeof item> | 'unread',
  more: Partial<Findings> = {},
): Timeline {
  const findings = {
    lines: sortedByTime(lines.flatMap((fields) => readLine(JSON.stringify(fields), 'task-001') ?? [])),
    reports: [],
    record: stored === undefined || stored === 'unread' ? undefined : readRecord(stored),
    isRecordRead: stored !== 'unread',
    place: 'here',
    lookedIn: ['here'],
    hints: [],
    faults: [],
    links: [],
    deadLetterQueue: undefined,
    ...more,
  };
  return buildTimeline('task-001', findings, nowMs);
}

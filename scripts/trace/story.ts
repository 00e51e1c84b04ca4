// Owns: the story of one trace as data: what a source found, put together. Leaves telling it to text.ts and json.ts.
import type { Attempt } from './attempts.ts';
import { withReports } from './deliveries.ts';
import type { DeliveryTry } from './deliveries.ts';
import { groupLines } from './groups.ts';
import type { Event } from './groups.ts';
import type { LogLine } from './lines.ts';
import type { StoredRecord } from './record.ts';
import type { LambdaReport } from './reports.ts';

/** What a source (this laptop, or a stage on AWS) found, and where. */
export interface Findings {
  readonly lines: readonly LogLine[];
  readonly reports: readonly LambdaReport[];
  /** The stored record; `'unread'` when the table could not be asked. */
  readonly record: StoredRecord | 'unread' | undefined;
  /** `this laptop`, `stage dev` */
  readonly place: string;
  readonly lookedIn: readonly string[];
  /** What to try when this is not what was looked for. */
  readonly hints: readonly string[];
  /** Sentences on what could not be read. */
  readonly faults: readonly string[];
  readonly links: readonly Link[];
  /** The dead-letter queue of reminders; a laptop has none. */
  readonly deadLetterQueue: string | undefined;
}

export interface Link {
  readonly name: string;
  readonly url: string;
}

export interface Story extends Findings {
  readonly traceId: string;
  readonly nowMs: number;
  readonly attempts: readonly Attempt[];
  /** Tries to deliver the reminder. */
  readonly deliveries: readonly DeliveryTry[];
  readonly events: readonly Event[];
}

export function tell(traceId: string, findings: Findings, nowMs: number): Story {
  const { attempts, deliveries, events } = groupLines(findings.lines);
  // No source promises their order.
  const reports = findings.reports.toSorted((one, other) => one.atMs - other.atMs);
  return {
    ...findings,
    traceId,
    nowMs,
    events,
    deliveries: withReports(deliveries, reports),
    attempts: attempts.map((attempt) => {
      const report = reports.find(({ requestId }) => requestId === attempt.requestId);
      return report === undefined ? attempt : { ...attempt, report };
    }),
  };
}

export function isFound(story: Story): boolean {
  return (
    story.attempts.length + story.deliveries.length + story.events.length > 0 || recordOf(story) !== undefined
  );
}

export function recordOf({ record }: Findings): StoredRecord | undefined {
  return record === 'unread' ? undefined : record;
}

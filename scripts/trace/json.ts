// Owns: the story as JSON, for tools: every attempt and every line, in the names of the wire.
import { printableJson } from '../local/printable.ts';
import type { Attempt } from './attempts.ts';
import { numberField } from './lines.ts';
import type { LogLine } from './lines.ts';
import { withoutValues } from './record.ts';
import { isFound, recordOf } from './story.ts';
import type { Story } from './story.ts';
import { nextStepOf, verdictOf } from './verdict.ts';

export function storyJson(story: Story, showsValues: boolean): string {
  const found = isFound(story);
  const value = {
    trace_id: story.traceId,
    found,
    place: story.place,
    verdict: found ? verdictOf(story).join(' ') : null,
    next: (found ? nextStepOf(story) : undefined) ?? null,
    attempts: story.attempts.map(attemptValue),
    events: story.events.map(({ line }) => eventValue(line.fields, showsValues)),
    record: recordValue(story, showsValues),
    looked_in: story.lookedIn,
    try: found ? [] : story.hints,
    faults: story.faults,
    links: story.links,
  };
  return `${printableJson(JSON.stringify(value, null, 2))}\n`;
}

function attemptValue({
  requestId,
  startedAtMs,
  coldStart,
  ending,
  outcome,
  report,
  lines,
}: Attempt): object {
  return {
    request_id: requestId,
    started_at: new Date(startedAtMs).toISOString(),
    ending,
    cold_start: coldStart,
    duration_ms: numberField(outcome, 'duration_ms') ?? null,
    ...(report === undefined ? {} : { lambda: lambdaValue(report) }),
    lines: lines.map(({ fields }) => fields),
  };
}

// When a reminder is due comes from its payload's time.
function eventValue({ due_at: dueAt, ...fields }: LogLine['fields'], showsValues: boolean): object {
  return { ...fields, ...(showsValues && dueAt !== undefined ? { due_at: dueAt } : {}) };
}

function lambdaValue(report: NonNullable<Attempt['report']>): object {
  return {
    status: report.status,
    duration_ms: report.durationMs ?? null,
    init_ms: report.initMs ?? null,
    memory_used_mb: report.memoryUsedMb ?? null,
    memory_mb: report.memoryMb ?? null,
    xray_trace_id: report.xrayTraceId ?? null,
  };
}

function recordValue(story: Story, showsValues: boolean): object | string | null {
  if (story.record === 'unread') return 'unread';
  const record = recordOf(story);
  if (record === undefined) return null;
  return {
    state: record.state,
    action_type: record.actionType,
    created_at: new Date(record.createdAtMs).toISOString(),
    fingerprint: record.fingerprint,
    ...(record.leaseUntilMs === undefined
      ? {}
      : { lease_until: new Date(record.leaseUntilMs).toISOString() }),
    ...(record.expiresAtMs === undefined ? {} : { expires_at: new Date(record.expiresAtMs).toISOString() }),
    execution_result: showsValues ? record.result : withoutValues(record.result),
  };
}

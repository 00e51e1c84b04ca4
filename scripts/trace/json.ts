// Owns: the story as JSON, for tools: every attempt, every try to deliver and every line, in the names of the wire.
import { printableJson } from '../shared/printable.ts';
import type { Attempt } from './attempts.ts';
import { causeOf, handedOver } from './deliveries.ts';
import type { DeliveryTry } from './deliveries.ts';
import { deliveryStateOf } from './delivery-state.ts';
import { numberField } from './lines.ts';
import { withoutValues } from './record.ts';
import type { StoredRecord } from './record.ts';
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
    deliveries: story.deliveries.map(deliveryValue),
    events: story.events.map(({ line }) => line.fields),
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

function deliveryValue(delivery: DeliveryTry): object {
  const { requestId, startedAtMs, ending, delivered, failure, report, lines } = delivery;
  const { lateMs, by } = delivered === undefined ? { lateMs: null, by: null } : handedOver(delivered);
  return {
    request_id: requestId ?? null,
    started_at: new Date(startedAtMs).toISOString(),
    ending,
    late_ms: lateMs,
    delivery: by,
    cause: failure === undefined ? null : causeOf(delivery),
    ...(report === undefined ? {} : { lambda: lambdaValue(report) }),
    lines: lines.map(({ fields }) => fields),
  };
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
  const delivery = deliveryStateOf(record, story.nowMs);
  const shown = (result: StoredRecord['result']): object => (showsValues ? result : withoutValues(result));
  return {
    state: record.state,
    action_type: record.actionType,
    created_at: new Date(record.createdAtMs).toISOString(),
    fingerprint: record.fingerprint,
    ...instantValue('lease_until', record.leaseUntilMs),
    ...instantValue('expires_at', record.expiresAtMs),
    ...(delivery === undefined ? {} : { delivery }),
    ...instantValue('effect_at', record.effectAtMs),
    ...instantValue('delivered_at', record.deliveredAtMs),
    ...instantValue('delivery_until', record.deliveryUntilMs),
    execution_result: shown(record.result),
    ...(record.plannedResult === undefined ? {} : { planned_result: shown(record.plannedResult) }),
  };
}

function instantValue(name: string, ms: number | undefined): object {
  return ms === undefined ? {} : { [name]: new Date(ms).toISOString() };
}

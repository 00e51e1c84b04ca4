// Generates requests as values: valid ones at the edge of every rule, and ones that break a rule by a little.
import fc from 'fast-check';
import { field, lists, texts } from './texts.ts';
import { dates, times, zones } from './times.ts';

export type PayloadFields = Record<string, unknown>;

const payloads: fc.Arbitrary<PayloadFields> = fc.oneof(
  fc.record(
    {
      action_type: fc.constant('task'),
      title: field(texts),
      description: field(texts),
      due: field(fc.oneof(dates, times)),
      priority: field(fc.constantFrom('low', 'normal', 'high', 'urgent', 'urgent\u200b', 'URGENT')),
      assignee: field(texts),
      tags: field(lists),
    },
    { requiredKeys: ['action_type', 'title'] },
  ),
  fc.record(
    {
      action_type: fc.constant('reminder'),
      message: field(texts),
      time: field(times),
      timezone: field(zones),
    },
    { requiredKeys: ['action_type', 'message', 'time'] },
  ),
  fc.record(
    {
      action_type: fc.constant('meeting'),
      title: field(texts),
      participants: field(lists),
      start_time: field(times),
      end_time: field(times),
      timezone: field(zones),
      location: field(texts),
      description: field(texts),
    },
    { requiredKeys: ['action_type', 'title', 'participants', 'start_time', 'end_time'] },
  ),
  fc.record({
    action_type: fc.constant('info'),
    query: field(
      fc.oneof(texts, fc.constantFrom('trace:a', 'task:task_1', 'task:meeting_1', 'trace:', 'task:-')),
    ),
  }),
);

const traceIds = fc.oneof(
  { weight: 9, arbitrary: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._:@=+/-]{0,20}$/) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('a'.repeat(128), 'a'.repeat(129), '', '-a', 'a\n', 'ä', 'a b', 'task-001'),
  },
);

const dryRuns = fc.oneof(
  { weight: 4, arbitrary: fc.constant(true) },
  { weight: 5, arbitrary: fc.constant(false) },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(null, '', 'true', 0, 1, [], [true], {}) },
);

export const requests: fc.Arbitrary<PayloadFields> = fc.record(
  {
    trace_id: traceIds,
    decision: fc.oneof(
      { weight: 9, arbitrary: fc.constant('workflow') },
      { weight: 1, arbitrary: fc.constantFrom('respond', '', 'Workflow', 'w'.repeat(64), '👩'.repeat(65)) },
    ),
    dry_run: dryRuns,
    data: fc.record({ workflow_type: fc.constant('workflow'), payload: payloads }),
  },
  { requiredKeys: ['trace_id', 'decision', 'data'] },
);

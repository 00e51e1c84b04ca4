// Whole responses, byte for byte: results in the order of the contract's table, and failures as the contract shows them.
import type { Case } from '../case.ts';
import { execute, one } from './build.ts';

export const exactResponses: readonly Case[] = [
  one(
    'a task is returned in the order of the table, however it was sent',
    execute(
      {
        tags: ['b', 'a'],
        assignee: 'anna',
        priority: 'low',
        due: '2031-04-01T09:30',
        description: 'all of them',
        title: 'Count',
        action_type: 'task',
      },
      '{{run}}-whole-task',
    ),
    {
      status: 200,
      json: {
        trace_id: '{{run}}-whole-task',
        status: 'success',
        execution_result: {
          success: true,
          task_id: 'task-{{run}}-whole-task',
          title: 'Count',
          description: 'all of them',
          due: '2031-04-01T09:30',
          priority: 'low',
          assignee: 'anna',
          tags: ['b', 'a'],
        },
      },
    },
  ),
  one(
    'a reminder is returned in the order of the table, however it was sent',
    execute(
      { timezone: 'Europe/Berlin', time: '2031-07-01T08:00', message: 'Count', action_type: 'reminder' },
      '{{run}}-whole-reminder',
    ),
    {
      status: 200,
      json: {
        trace_id: '{{run}}-whole-reminder',
        status: 'success',
        execution_result: {
          success: true,
          reminder_id: 'reminder-{{run}}-whole-reminder',
          message: 'Count',
          time: '2031-07-01T08:00',
          timezone: 'Europe/Berlin',
          due_at: '2031-07-01T06:00:00Z',
        },
      },
    },
  ),
  one(
    'a meeting is returned in the order of the table, however it was sent',
    execute(
      {
        description: 'all of them',
        location: 'Room 1',
        timezone: 'UTC',
        end_time: '2031-07-01T09:00',
        start_time: '2031-07-01T08:00',
        participants: ['b', 'a'],
        title: 'Count',
        action_type: 'meeting',
      },
      '{{run}}-whole-meeting',
    ),
    {
      status: 200,
      json: {
        trace_id: '{{run}}-whole-meeting',
        status: 'success',
        execution_result: {
          success: true,
          meeting_id: 'meeting-{{run}}-whole-meeting',
          title: 'Count',
          participants: ['b', 'a'],
          start_time: '2031-07-01T08:00',
          end_time: '2031-07-01T09:00',
          timezone: 'UTC',
          location: 'Room 1',
          description: 'all of them',
          start_at: '2031-07-01T08:00:00Z',
          end_at: '2031-07-01T09:00:00Z',
          mocked: true,
        },
      },
    },
  ),
  one('the documented refusal gets the documented response', execute({ action_type: 'task' }, 'task-002'), {
    status: 422,
    json: {
      trace_id: 'task-002',
      status: 'failed',
      execution_result: {
        success: false,
        error_code: 'missing_task_title',
        message: 'title is required to create a task',
        retryable: false,
      },
    },
    headers: { 'x-trace-id': 'task-002', 'idempotent-replayed': null, 'retry-after': null },
  }),
  one(
    'the documented skip gets the documented response',
    { json: { trace_id: 'chat-7', decision: 'respond' } },
    { status: 200, json: { trace_id: 'chat-7', status: 'skipped', reason: 'decision_not_workflow' } },
  ),
];

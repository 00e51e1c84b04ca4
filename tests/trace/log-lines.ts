// Builds log lines as the function writes them (schemas/README.md, Log lines), and items as it stores them.
export type WrittenLine = Readonly<Record<string, unknown>>;

const firstRequestId = '7b1fa9d2-3c44-4e58-9a01-5d2f00000001';

export function requestId(number: number): string {
  return `${firstRequestId.slice(0, -2)}${String(number).padStart(2, '0')}`;
}

/** One line; `at` is a time of 22 November 2026 in UTC. */
export function line(message: string, at: string, number: number, fields: WrittenLine = {}): WrittenLine {
  const level = message === 'EXECUTION_CRASH' ? 'ERROR' : message === 'EXECUTION_FAILED' ? 'WARN' : 'INFO';
  return {
    level,
    message,
    timestamp: `2026-11-22T${at}Z`,
    service: 'workflow-executor',
    stage: 'local',
    version: '1.0.0',
    trace_id: 'task-001',
    request_id: requestId(number),
    ...fields,
  };
}

export function received(at: string, number: number, fields: WrittenLine = {}): WrittenLine {
  return line('REQUEST_RECEIVED', at, number, {
    decision: 'workflow',
    action_type: 'task',
    bytes: 142,
    ...fields,
  });
}

export function executed(at: string, number: number, fields: WrittenLine = {}): WrittenLine {
  return line('EXECUTION_SUCCESS', at, number, {
    action_type: 'task',
    task_id: 'task_001',
    duration_ms: 12.3,
    store_calls: 1,
    ...fields,
  });
}

export function replayed(at: string, number: number, fields: WrittenLine = {}): WrittenLine {
  return { ...executed(at, number, { duration_ms: 3.1, ...fields }), message: 'EXECUTION_REPLAYED' };
}

/** A dry run. */
export function planned(at: string, number: number, fields: WrittenLine = {}): WrittenLine {
  return line('EXECUTION_PLANNED', at, number, { action_type: 'task', duration_ms: 0.9, ...fields });
}

export function failed(at: string, number: number, fields: WrittenLine = {}): WrittenLine {
  return line('EXECUTION_FAILED', at, number, {
    action_type: 'task',
    error_code: 'missing_task_title',
    http_status: 422,
    retryable: false,
    duration_ms: 0.8,
    store_calls: 0,
    ...fields,
  });
}

/** A delivery of the reminder. */
export function delivered(at: string, number: number, fields: WrittenLine = {}): WrittenLine {
  return line('REMINDER_DELIVERED', at, number, {
    reminder_id: 'reminder_task-001',
    due_at: '2026-11-22T16:03:58Z',
    late_ms: 1200,
    delivery: 'sns',
    ...fields,
  });
}

export function undelivered(
  at: string,
  number: number,
  cause: string,
  fields: WrittenLine = {},
): WrittenLine {
  return { ...delivered(at, number, { cause, ...fields }), level: 'ERROR', message: 'REMINDER_FAILED' };
}

/** The item of a reminder that was due at 16:03:58. */
export function reminderItem(fields: Parameters<typeof item>[0] = {}) {
  return item({
    action_type: { S: 'reminder' },
    execution_result: {
      S: '{"success":true,"reminder_id":"reminder_task-001","message":"Stretch","time":"2026-11-22T16:03:58Z","due_at":"2026-11-22T16:03:58Z"}',
    },
    effect_key: { S: '5f'.repeat(32) },
    effect_at: { N: String(Date.parse('2026-11-22T16:03:58Z') / 1000) },
    ...fields,
  });
}

/** The item of an executed task as the function stores it. */
export function item(fields: Readonly<Record<string, { S: string } | { N: string }>> = {}) {
  return {
    trace_id: { S: 'task-001' },
    fingerprint: { S: '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae' },
    action_type: { S: 'task' },
    state: { S: 'done' },
    execution_result: { S: '{"success":true,"task_id":"task_001","title":"Submit payroll report"}' },
    created_at: { S: '2026-11-22T16:02:11.131Z' },
    token: { S: 'k3JxQ0' },
    ...fields,
  };
}

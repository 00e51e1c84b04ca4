// A change of the contract that breaks a caller, a receiver or an operator is refused by name and place; an addition passes.
import { expect, test } from '@jest/globals';
import { compareContracts } from '../../scripts/released/compare.ts';
import type { ContractFiles } from '../../scripts/released/contract.ts';
import { current, edited, move, rename, set, withoutFile } from './edit.ts';

const request = 'request.schema.json';
const response = 'response.schema.json';
const common = 'common.schema.json';
const task = 'actions/task.schema.json';
const reminder = 'actions/reminder.schema.json';
const meeting = 'actions/meeting.schema.json';
const due = 'reminder-due.schema.json';
const webhook = 'workflow-webhook.schema.json';
const tables = 'tables.json';
const openApi = 'openapi.json';
const config = '/schemas/config.schema.json';
const execute = '/paths/~1api~1workflow~1execute/post';
const text = { type: 'string' };

const shapes = ['success', 'skipped', 'failed', 'planned'].map((name) => ({ $ref: `#/$defs/${name}` }));

const found = (before: ContractFiles, after: ContractFiles) =>
  compareContracts(before, after).map(({ rule, path }) => `${rule} ${path}`);

const breaking: Readonly<Record<string, readonly [after: ContractFiles, ...breaches: string[]]>> = {
  // Requests
  'a field that becomes required': [
    edited(set(task, '', { required: ['action_type', 'title', 'due'] })),
    `required-changed ${task}#/required`,
  ],
  'a new field that is required': [
    edited(
      set(task, '/properties', { zone: text }),
      set(task, '', { required: ['action_type', 'title', 'zone'] }),
    ),
    `required-changed ${task}#/required`,
  ],
  'a narrower pattern': [
    edited(set(task, '/properties/due', { pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' })),
    `pattern-changed ${task}#/properties/due/pattern`,
    `pattern-changed ${task}#/$defs/result/properties/due/pattern`,
    `pattern-changed ${webhook}#/oneOf/0/properties/data/properties/due/pattern`,
  ],
  'a smaller maxLength': [
    edited(set(task, '/properties/assignee', { maxLength: 100 })),
    `maxLength-changed ${task}#/properties/assignee/maxLength`,
  ],
  'a smaller maxItems': [
    edited(set(meeting, '/properties/participants', { maxItems: 49 })),
    `maxItems-changed ${meeting}#/properties/participants/maxItems`,
  ],
  'a value that a request may no longer have': [
    edited(set(task, '/properties/priority', { enum: ['low', 'normal', 'high'] })),
    `enum-changed ${task}#/properties/priority/enum`,
  ],
  'a field that a request may no longer have': [
    edited(
      set(meeting, '/properties', { location: undefined }),
      set(meeting, '/$defs/result/properties', { location: text }),
    ),
    `field-removed ${meeting}#/properties/location`,
  ],
  'an action that is removed': [
    withoutFile('actions/info.schema.json'),
    'shape-removed actions/info.schema.json#',
    'shape-removed actions/info.schema.json#/$defs/result',
  ],
  'an envelope that becomes stricter': [
    edited(set(request, '/$defs/envelope/properties/data', { required: ['workflow_type', 'payload'] })),
    `required-changed ${request}#/then/properties/data/required`,
  ],
  // Answers
  'an error code that is removed': [
    edited(set(tables, '/errors', { info_not_found: undefined })),
    'error-code-removed errors/info_not_found',
  ],
  'an error with another status': [
    edited(set(tables, '/errors/trace_id_conflict', { status: 409 })),
    'error-status-changed errors/trace_id_conflict/status',
  ],
  'an error that is no longer retryable': [
    edited(set(tables, '/errors/deadline_exceeded', { retryable: false })),
    'error-retryable-changed errors/deadline_exceeded/retryable',
  ],
  'a field of a result with another name': [
    edited(
      rename(meeting, '/$defs/result/properties', 'start_at', 'starts_at'),
      set(meeting, '/$defs/result', {
        required: ['success', 'meeting_id', 'title', 'participants', 'start_time', 'end_time', 'end_at'],
      }),
      rename(webhook, '/$defs/meeting/properties/data/properties', 'start_at', 'starts_at'),
      set(webhook, '/$defs/meeting/properties/data/properties', { starts_at: text }),
    ),
    `field-removed ${meeting}#/$defs/result/properties/start_at`,
    `required-changed ${meeting}#/$defs/result/required`,
    `field-removed ${webhook}#/oneOf/2/properties/data/properties/start_at`,
  ],
  'a key of a result that is moved': [
    edited(move(task, '/$defs/result/properties', 'title', 1)),
    `key-moved ${task}#/$defs/result/properties/task_id`,
  ],
  'a new key before one that every result has': [
    edited(
      set(task, '/$defs/result/properties', { created_at: text }),
      move(task, '/$defs/result/properties', 'created_at', 1),
      set(task, '/$defs/result', { required: ['success', 'task_id', 'title', 'created_at'] }),
    ),
    `key-moved ${task}#/$defs/result/properties/task_id`,
  ],
  'a field of a result with another type': [
    edited(set(meeting, '/$defs/result/properties/meeting_id', { type: 'integer' })),
    `type-changed ${meeting}#/$defs/result/properties/meeting_id/type`,
    `type-changed ${webhook}#/oneOf/2/properties/data/properties/meeting_id/type`,
  ],
  'a field of a result that may become null': [
    edited(set(task, '/$defs/result/properties/task_id', { type: ['string', 'null'] })),
    `type-changed ${task}#/$defs/result/properties/task_id/type`,
    `type-changed ${webhook}#/oneOf/0/properties/data/properties/task_id/type`,
  ],
  'a field of a result that becomes optional': [
    edited(set(reminder, '/$defs/result', { required: ['success', 'reminder_id', 'message', 'time'] })),
    `required-changed ${reminder}#/$defs/result/required`,
  ],
  'an optional field of a result that is removed': [
    edited(set(task, '/$defs/result/properties', { external: undefined })),
    `field-removed ${task}#/$defs/result/properties/external`,
  ],
  'an instant of another form': [
    edited(set(common, '/$defs/instant', { pattern: '^[0-9]{10}$' })),
    ...[
      `${meeting}#/$defs/result/properties/start_at`,
      `${meeting}#/$defs/result/properties/end_at`,
      `${reminder}#/$defs/result/properties/due_at`,
      `${due}#/properties/due_at`,
      `${due}#/$defs/webhook/properties/timestamp`,
      `${due}#/$defs/webhook/properties/data/properties/due_at`,
      `${webhook}#/oneOf/1/properties/data/properties/due_at`,
      `${webhook}#/oneOf/2/properties/data/properties/start_at`,
      `${webhook}#/oneOf/2/properties/data/properties/end_at`,
    ].map((path) => `pattern-changed ${path}/pattern`),
  ],
  'another reason of a skipped request': [
    edited(set(response, '/$defs/skipped/properties/reason', { const: 'not_a_workflow' })),
    `const-changed ${response}#/oneOf/1/properties/reason/const`,
  ],
  'a shape of the response that is removed': [
    edited(set(response, '', { oneOf: shapes.slice(0, -1) })),
    `field-removed ${response}#/oneOf/3`,
  ],
  'a status that the OpenAPI document no longer has': [
    edited(set(openApi, `${execute}/responses`, { 409: undefined })),
    `openapi-removed ${openApi}#${execute}/responses/409`,
  ],
  'a header that the OpenAPI document no longer has': [
    edited(set(openApi, `${execute}/responses/503/headers`, { 'Retry-After': undefined })),
    `openapi-removed ${openApi}#${execute}/responses/503/headers/Retry-After`,
  ],
  // Messages
  'a field of the message of a due reminder that is removed': [
    edited(
      set(due, '/properties', { contract_version: undefined }),
      set(due, '', { required: ['reminder_id', 'trace_id', 'message', 'due_at'] }),
    ),
    `field-removed ${due}#/properties/contract_version`,
    `required-changed ${due}#/required`,
  ],
  'a webhook of another type': [
    edited(set(webhook, '/$defs/task/properties/type', { const: 'task.created' })),
    `const-changed ${webhook}#/oneOf/0/properties/type/const`,
  ],
  'an answer of a receiver that is no longer taken': [
    edited(set(webhook, '/$defs/answer/properties/url', { maxLength: 1024 })),
    `maxLength-changed ${webhook}#/$defs/answer/properties/url/maxLength`,
  ],
  // Variables
  'a variable that becomes required': [
    edited(set(tables, config, { required: ['EXECUTIONS_TABLE', 'TOPICS_TABLE', 'STAGE'] })),
    'required-changed config.schema.json#/required',
  ],
  'a variable that is removed': [
    edited(set(tables, `${config}/properties`, { RETENTION_DAYS: undefined })),
    'field-removed config.schema.json#/properties/RETENTION_DAYS',
  ],
  'a variable with another default': [
    edited(set(tables, `${config}/properties/DEFAULT_TIMEZONE`, { default: 'Europe/Berlin' })),
    'default-changed config.schema.json#/properties/DEFAULT_TIMEZONE/default',
  ],
  'an adapter that can no longer be chosen': [
    edited(set(tables, `${config}/properties/TASK_ADAPTER`, { enum: ['record', 'webhook'] })),
    'enum-changed config.schema.json#/properties/TASK_ADAPTER/enum',
  ],
};

const note = {
  title: 'NotePayload',
  type: 'object',
  required: ['action_type', 'text'],
  additionalProperties: false,
  properties: { action_type: { const: 'note' }, text },
};
const planned = {
  title: 'PlannedResponse',
  type: 'object',
  required: ['trace_id', 'status'],
  properties: { trace_id: text, status: { const: 'later' } },
};
const additive: Readonly<Record<string, ContractFiles>> = {
  'a new optional field of a request, and of its result': edited(
    set(task, '/properties', { zone: { type: 'string', maxLength: 10 } }),
    set(task, '/$defs/result/properties', { zone: { $ref: '#/properties/zone' } }),
    move(task, '/$defs/result/properties', 'zone', 8),
  ),
  'a new optional field of the envelope': edited(
    set(request, '/$defs/envelope/properties', { labels: { type: 'array', items: text } }),
  ),
  'a longer maxLength, also of the field that comes back': edited(
    set(common, '/$defs/title', { maxLength: 300 }),
  ),
  'a longer list': edited(set(meeting, '/properties/participants', { maxItems: 60 })),
  'a new value that a request may have': edited(
    set(task, '/properties/priority', { enum: ['lowest', 'low', 'normal', 'high', 'urgent'] }),
  ),
  'a second form of a field, beside its pattern': edited(
    set(reminder, '/properties', {
      timezone: { anyOf: [{ type: 'string' }, { type: 'integer' }] },
    }),
    set(reminder, '/$defs/result/properties', {
      timezone: { $ref: '../common.schema.json#/$defs/timezone' },
    }),
  ),
  'a required field that becomes optional in a request': edited(
    set(meeting, '', { required: ['action_type', 'title', 'participants', 'start_time'] }),
  ),
  'a new action': edited(
    set('actions/note.schema.json', '', note),
    set(tables, '/errors', { missing_note_text: { status: 422, retryable: false } }),
  ),
  'a new error code': edited(set(tables, '/errors', { quota_exceeded: { status: 429, retryable: true } })),
  'a new field at the end of a result': edited(
    set(meeting, '/$defs/result/properties', { conference: text }),
    set(meeting, '/$defs/result', {
      required: `success meeting_id title participants start_time end_time start_at end_at conference`.split(
        ' ',
      ),
    }),
  ),
  'a new field at the end of a message': edited(
    set(due, '/properties', { attempt: { type: 'integer' } }),
    set(due, '', {
      required: ['contract_version', 'reminder_id', 'trace_id', 'message', 'due_at', 'attempt'],
    }),
  ),
  'a new shape of the response, for callers that ask for it': edited(
    set(response, '', { oneOf: [...shapes, planned] }),
  ),
  'a new optional variable': edited(set(tables, `${config}/properties`, { TASK_LABEL: text })),
  'a new adapter': edited(set(tables, '/schemas', { 'adapters/jira': { type: 'object', properties: {} } })),
  'another description': edited(set(task, '', { description: 'Make a task.' })),
};

test.each(Object.entries(breaking))('%s is refused', (_what, [after, ...breaches]) => {
  expect(found(current, after)).toEqual(breaches);
});

test.each(Object.entries(additive))('%s passes', (_what, after) => {
  expect(found(current, after)).toEqual([]);
});

test('a schema of which it is not known who reads it cannot be compared', () => {
  const files = edited(set('audit.schema.json', '', { type: 'object' }));
  expect(() => compareContracts(files, files)).toThrow(/^audit\.schema\.json#: say in .+ answer$/);
});

// Compares the examples of the OpenAPI document with what the service answers.
import { expect, test } from '@jest/globals';
import type { JsonObject } from '../../lib/domain/json.ts';
import { answer, startReceiver } from '../lib/adapters/delivery/receiver.ts';
import { startService } from '../support/service.ts';
import { startBeforeAll } from '../support/start-before-all.ts';
import { startDynalite } from '../support/store.ts';
import { requestMedia, responseMedia } from './document.ts';

const app = startBeforeAll();

async function answerTo(json: unknown): Promise<JsonObject> {
  return JSON.parse((await app.service.send({ json })).body) as JsonObject;
}

test('every example request gets the example response of its name', async () => {
  const successes = responseMedia(200).examples;
  const requests = Object.entries(requestMedia().examples);
  expect(Object.keys(successes).filter((name) => name !== 'meeting-caldav')).toEqual(
    requests.map(([name]) => name),
  );
  for (const [name, { value }] of requests) {
    const { created_at: _answered, ...rest } = recordOf(await answerTo(value));
    const { created_at: _shown, ...expected } = recordOf(successes[name]?.value as JsonObject);
    expect(rest).toEqual(expected);
  }
});

test('the example of a meeting that a calendar carries out is what the service answers', async () => {
  const { value } = responseMedia(200).examples['meeting-caldav'] ?? {};
  const { external } = (value as { execution_result: { external: { url: string } } }).execution_result;
  const { pathname, origin } = new URL('.', external.url);
  const store = await startDynalite();
  const calendar = await startReceiver();
  calendar.behave(answer(201));
  const service = await startService({
    store,
    variables: { MEETING_ADAPTER: 'caldav', CALDAV_URL: new URL(pathname, calendar.url).href },
    runtime: { epochMs: () => Date.UTC(2031, 2, 1, 9, 30) },
  });
  const { body } = await service.send({ json: requestMedia().examples['meeting']?.value });
  await Promise.all([calendar.close(), store.stop()]);
  expect(JSON.parse(body.replaceAll(new URL(calendar.url).origin, origin))).toEqual(value);
});

/** The response; of `info`, the execution that it found, whose time differs each time. */
function recordOf(answer: JsonObject): JsonObject {
  const { data } = (answer['execution_result'] ?? {}) as { data?: JsonObject };
  return data ?? answer;
}

const workflow = (trace_id: string, payload: JsonObject, more: JsonObject = {}) => ({
  json: { trace_id, decision: 'workflow', data: { workflow_type: 'workflow', payload }, ...more },
});
const reminder = { action_type: 'reminder', message: 'Stand-up' };
const meeting = {
  action_type: 'meeting',
  title: 'Design review',
  participants: ['a@example.com'],
  start_time: '2031-03-03T10:00:00Z',
};
const title = 'Submit payroll report';

const refusals: Readonly<Record<string, object>> = {
  unsupported_media_type: { body: 'hello', headers: { 'content-type': 'text/plain' } },
  payload_too_large: { body: ' '.repeat(65_537) },
  invalid_json: { body: '{' },
  invalid_request: workflow('task-002', { action_type: 'task', title }, { user: 'u' }),
  missing_trace_id: { json: { decision: 'respond' } },
  invalid_trace_id: { json: { trace_id: 'a b', decision: 'respond' } },
  missing_workflow_payload: { json: { trace_id: 'task-002', decision: 'workflow' } },
  missing_action_type: workflow('task-002', { title }),
  unsupported_action_type: workflow('task-002', { action_type: 'email' }),
  missing_task_title: workflow('task-002', { action_type: 'task' }),
  missing_reminder_fields: workflow('reminder-002', { action_type: 'reminder' }),
  missing_meeting_fields: workflow('meeting-002', { action_type: 'meeting' }),
  missing_info_query: workflow('info-002', { action_type: 'info' }),
  invalid_payload: workflow('task-002', { action_type: 'task', title, titel: title }),
  invalid_time: workflow('reminder-002', { ...reminder, time: '2031-02-30T09:30' }),
  reminder_time_in_past: workflow('reminder-002', { ...reminder, time: '2001-01-01T09:30' }),
  invalid_meeting_window: workflow('meeting-002', { ...meeting, end_time: '2031-03-03T09:00:00Z' }),
  trace_id_conflict: workflow('task-001', { action_type: 'task', title: 'Another' }),
  info_not_found: workflow('info-002', { action_type: 'info', query: 'nothing' }),
};

test.each(Object.entries(refusals))(
  'the example of %s is what the service answers',
  async (code, request) => {
    const answer = await app.service.send(request);
    expect(JSON.parse(answer.body)).toEqual(responseMedia(answer.status).examples[code]?.value);
  },
);

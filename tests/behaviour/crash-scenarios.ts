// The scenarios that together call every function of the service but those of the adapters of outside systems
// (crash-adapter-scenarios.ts): what was executed before, and the request.
import type { JsonObject } from '../../lib/domain/json.ts';
import {
  dryRunOf,
  infoRequest,
  meetingRequest,
  reminderRequest,
  skippedRequest,
  taskRequest,
  traceIdOf,
  workflowRequest,
  type SentRequest,
} from '../support/requests.ts';

export type Scenario = {
  readonly name: string;
  /** Requests that a healthy service executes before. */
  readonly before?: readonly SentRequest[];
  /** The variables of that healthy service. */
  readonly variablesBefore?: Readonly<Record<string, string>>;
  readonly request: SentRequest;
  readonly variables?: Readonly<Record<string, string>>;
  readonly storeIsDown?: boolean;
  /** Functions that are broken in this scenario, besides the one that it is run for. */
  readonly broken?: readonly string[];
};

/** New requests at each call, since every trace id is used once. */
export function makeScenarios(): readonly Scenario[] {
  const task = taskRequest();
  const other = taskRequest({ traceId: traceIdOf(task), payload: { title: 'Prune the roses' } });
  const reminderInSkippedHour = reminderRequest({ payload: { time: '2041-03-31T02:30:00' } });
  const inSkippedHour = taskRequest({ payload: { due: '2041-03-31T02:30:00' } });
  const idOfTask = traceIdOf(task).replace('task-', 'task_');
  return [
    { name: 'a task', request: taskRequest() },
    { name: 'a task with a time', request: taskRequest({ payload: { due: '2041-03-03T10:00:00.500Z' } }) },
    {
      name: 'a task with a date, and a retention',
      request: taskRequest({ payload: { due: '2041-03-03' } }),
      variables: { RETENTION_DAYS: '9' },
    },
    { name: 'a replay', before: [task], request: task },
    { name: 'a conflict', before: [task], request: other },
    { name: 'a reminder', request: reminderRequest() },
    { name: 'a reminder in a zone', request: reminderIn('Europe/Berlin') },
    {
      name: 'a replay of a reminder in a zone that skips its time',
      before: [reminderInSkippedHour],
      request: reminderInSkippedHour,
      variables: { DEFAULT_TIMEZONE: 'Europe/Berlin' },
    },
    { name: 'a meeting', request: meetingRequest() },
    {
      name: 'a meeting that ends before it starts',
      request: meetingRequest({ payload: { end_time: '2041-03-03T09:00:00Z' } }),
    },
    {
      name: 'a replay in a zone that skips its time',
      before: [inSkippedHour],
      request: inSkippedHour,
      variables: { DEFAULT_TIMEZONE: 'Europe/Berlin' },
    },
    { name: 'an info by trace', before: [task], request: infoRequest(`trace:${traceIdOf(task)}`) },
    { name: 'an info by id', before: [task], request: infoRequest(`task:${idOfTask}`) },
    { name: 'an info by topic', request: infoRequest('opening hours') },
    {
      name: 'an info, and a retention',
      before: [task],
      request: byTrace(task),
      variables: { RETENTION_DAYS: '9' },
    },
    { name: 'a dry run', request: dryRunOf(reminderRequest()) },
    { name: 'a dry run of an info', request: dryRunOf(infoRequest('opening hours')) },
    { name: 'a skip', request: skippedRequest() },
    {
      name: 'a skip with very many values',
      request: { json: { ...skippedRequest().json, data: Array.from({ length: 1_001 }, () => null) } },
    },
    { name: 'an unknown field', request: taskRequest({ payload: { titel: 'Water the ferns' } }) },
    { name: 'a missing field', request: taskRequest({ payload: { title: undefined } }) },
    {
      name: 'an unknown field in the envelope',
      request: { json: { ...workflowRequest({}).json, extra: 1 } },
    },
    { name: 'JSON text as data', request: { json: { ...workflowRequest({}).json, data: '{}' } } },
    { name: 'a store that is down', request: taskRequest(), storeIsDown: true },
    { name: 'a wrong variable', request: taskRequest(), variables: { LOG_LEVEL: 'LOUD' } },
    { name: 'a crash', request: taskRequest(), broken: ['lib/validation/check-payload.ts checkPayload'] },
  ];
}

/** Scenarios in which the reminder of the request is due, and the scheduler calls. New requests at each call too. */
export function makeDueScenarios(): readonly Scenario[] {
  const secret = `whsec_${'A'.repeat(32)}`;
  const unreachable = 'http://127.0.0.1:1/';
  const webhook = { REMINDER_DELIVERY: 'webhook', WEBHOOK_URL: unreachable, WEBHOOK_SECRET: secret };
  return [
    { name: 'a due reminder', request: reminderRequest() },
    {
      name: 'a due reminder, and a retention',
      request: reminderRequest(),
      variables: { RETENTION_DAYS: '9' },
    },
    { name: 'a delivery by SNS', request: reminderRequest(), variables: { REMINDER_DELIVERY: 'sns' } },
    { name: 'a delivery by webhook', request: reminderRequest(), variables: webhook },
    {
      name: 'a wrong variable',
      request: reminderRequest(),
      variables: { LOG_LEVEL: 'LOUD' },
    },
    { name: 'a crash', request: reminderRequest(), broken: ['lib/time/instant.ts instantOf'] },
  ];
}

function reminderIn(timezone: string): SentRequest {
  return reminderRequest({ payload: { time: '2041-06-02T09:30', timezone } });
}

function byTrace(request: { readonly json: JsonObject }): SentRequest {
  return infoRequest(`trace:${traceIdOf(request)}`);
}

/** A value of the scenario's payload. */
export function valueIn({ request }: Scenario): string {
  const { data } = request.json as { data?: { payload: Record<string, unknown> } };
  return String(Object.entries(data?.payload ?? {}).find(([name]) => name !== 'action_type')?.[1]);
}

/** The trace id of the scenario's request. */
export function traceIdIn({ request }: Scenario): string {
  return traceIdOf(request as { json: JsonObject });
}

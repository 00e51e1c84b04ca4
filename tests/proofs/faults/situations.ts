// Lists the situations that a request can meet: each action, for the first time and again, and after other requests.
import type { JsonObject } from '../../../lib/domain/json.ts';
import {
  infoRequest,
  meetingRequest,
  newTraceId,
  reminderRequest,
  taskRequest,
} from '../../support/requests.ts';
import type { FaultScenario, Harness } from './harness.ts';

type SituationRequest = { readonly json: JsonObject };

export type Situation = {
  readonly name: string;
  /** Makes the situation without faults, and returns the request to send into it. */
  readonly prepare: (
    harness: Harness,
  ) => Promise<{ readonly scenario: FaultScenario; readonly request: SituationRequest }>;
  /** Status of the final answer, and how many schedules there are for its trace id then. */
  readonly ends: { readonly status: number; readonly schedules: number };
};

const farMs = 20 * 365 * 86_400_000;

/** A request in a scenario of its own, after some others under the same trace id. */
function afterwards(
  name: string,
  ends: Situation['ends'],
  make: (traceId: string) => SituationRequest,
  before: (harness: Harness, scenario: FaultScenario, traceId: string) => Promise<void> = () =>
    Promise.resolve(),
): Situation {
  return {
    name,
    ends,
    prepare: async (harness) => {
      const traceId = newTraceId('trace');
      const scenario = harness.begin([traceId, `topic ${traceId}`]);
      await before(harness, scenario, traceId);
      scenario.seen.length = 0;
      scenario.invocation = 0;
      return { scenario, request: make(traceId) };
    },
  };
}

const task = (traceId: string) => taskRequest({ traceId });
const meeting = (traceId: string) => meetingRequest({ traceId });
const reminder = (traceId: string) => reminderRequest({ traceId });
const executed =
  (make: (traceId: string) => SituationRequest) =>
  async (harness: Harness, scenario: FaultScenario, traceId: string) => {
    await sendUntil(200, harness, scenario, make(traceId));
  };

/** Repeats a request until it succeeds: on a busy machine the preparation may fail. */
async function sendUntil(
  status: number,
  harness: Harness,
  scenario: FaultScenario,
  request: SituationRequest,
): Promise<void> {
  for (let tries = 0; tries < 5; tries += 1) {
    if ((await harness.send(scenario, request)).status === status) return;
    scenario.clockMs += 60_000;
  }
  throw new Error('the situation could not be made');
}

/** A claim whose owner crashed: its lease has ended when the scenario begins. */
const abandoned =
  (scheduled: boolean) => async (harness: Harness, scenario: FaultScenario, traceId: string) => {
    scenario.plan = ({ call }) => {
      if (call === 'schedule') return scheduled ? 'never after' : 'never';
      return call === 'release' ? 'reset' : undefined;
    };
    for (let tries = 0; ; tries += 1) {
      await harness.send(scenario, reminder(traceId));
      if ((await harness.store.itemOf(traceId))?.['state']?.S === 'pending') break;
      if (tries === 5) throw new Error('nothing was left behind');
      scenario.clockMs += 60_000;
    }
    scenario.plan = () => undefined;
    scenario.clockMs += 60_000;
  };

const later =
  (first: (harness: Harness, scenario: FaultScenario, traceId: string) => Promise<void>) =>
  async (harness: Harness, scenario: FaultScenario, traceId: string) => {
    await first(harness, scenario, traceId);
    scenario.clockMs += farMs;
  };

export const situations: readonly Situation[] = [
  afterwards('a task', { status: 200, schedules: 0 }, task),
  afterwards('a task again', { status: 200, schedules: 0 }, task, executed(task)),
  afterwards('a task where a meeting is', { status: 422, schedules: 0 }, task, executed(meeting)),
  afterwards('a meeting', { status: 200, schedules: 0 }, meeting),
  afterwards('a reminder', { status: 200, schedules: 1 }, reminder),
  afterwards('a reminder again', { status: 200, schedules: 1 }, reminder, executed(reminder)),
  afterwards('a reminder where a task is', { status: 422, schedules: 0 }, reminder, executed(task)),
  afterwards('a reminder left before its effect', { status: 200, schedules: 1 }, reminder, abandoned(false)),
  afterwards('a reminder left after its effect', { status: 200, schedules: 1 }, reminder, abandoned(true)),
  afterwards('a reminder left, now past', { status: 200, schedules: 1 }, reminder, later(abandoned(true))),
  afterwards(
    'a reminder again, now past',
    { status: 200, schedules: 1 },
    reminder,
    later(executed(reminder)),
  ),
  afterwards(
    'a reminder of the past',
    { status: 422, schedules: 0 },
    reminder,
    later(() => Promise.resolve()),
  ),
  afterwards(
    'a question about a trace',
    { status: 200, schedules: 0 },
    (traceId) => infoRequest(`trace:${traceId}`),
    executed(task),
  ),
  afterwards(
    'a question by id',
    { status: 200, schedules: 1 },
    (traceId) => infoRequest(`reminder:reminder-${traceId}`),
    executed(reminder),
  ),
  afterwards(
    'a question about a topic',
    { status: 200, schedules: 0 },
    (traceId) => infoRequest(`Topic  ${traceId.toUpperCase()}`),
    async (harness, _scenario, traceId) =>
      await harness.store.putTopic(`topic ${traceId}`, { open: ['8:00'] }),
  ),
  afterwards('a question about nothing', { status: 404, schedules: 0 }, (traceId) =>
    infoRequest(`trace:${traceId}`),
  ),
];

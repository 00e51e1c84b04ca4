// Owns: the situations that a request can meet: each action, fresh and again, and what stood there before.
import {
  infoRequest,
  meetingRequest,
  newTraceId,
  reminderRequest,
  taskRequest,
  type Json,
} from '../../support/requests.ts';
import type { Scenario, World } from './world.ts';

type Sent = { readonly json: Json };

export type Situation = {
  readonly name: string;
  /** Makes the situation on an unbroken world, and gives the request to send into it. */
  readonly prepare: (world: World) => Promise<{ readonly scenario: Scenario; readonly request: Sent }>;
  /** What the settled answer says, and how many schedules there are for its trace then. */
  readonly ends: { readonly status: number; readonly schedules: number };
};

const farMs = 20 * 365 * 86_400_000;

/** A request in a scenario of its own, after some others under the same trace id. */
function afterwards(
  name: string,
  ends: Situation['ends'],
  make: (traceId: string) => Sent,
  before: (world: World, scenario: Scenario, traceId: string) => Promise<void> = () => Promise.resolve(),
): Situation {
  return {
    name,
    ends,
    prepare: async (world) => {
      const traceId = newTraceId('trace');
      const scenario = world.begin([traceId, `topic ${traceId}`]);
      await before(world, scenario, traceId);
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
  (make: (traceId: string) => Sent) => async (world: World, scenario: Scenario, traceId: string) => {
    await sendUntil(200, world, scenario, make(traceId));
  };

/** The situation must stand before the scenario begins, be the machine as busy as it may. */
async function sendUntil(status: number, world: World, scenario: Scenario, request: Sent): Promise<void> {
  for (let tries = 0; tries < 5; tries += 1) {
    if ((await world.send(scenario, request)).status === status) return;
    scenario.clockMs += 60_000;
  }
  throw new Error('the situation could not be made');
}

/** A claim whose owner died: its lease has run out when the scenario begins. */
const abandoned = (scheduled: boolean) => async (world: World, scenario: Scenario, traceId: string) => {
  scenario.plan = ({ call }) => {
    if (call === 'act') return scheduled ? 'never after' : 'never';
    return call === 'hand back' ? 'reset' : undefined;
  };
  for (let tries = 0; ; tries += 1) {
    await world.send(scenario, reminder(traceId));
    if ((await world.store.itemOf(traceId))?.['state']?.S === 'pending') break;
    if (tries === 5) throw new Error('nothing was left behind');
    scenario.clockMs += 60_000;
  }
  scenario.plan = () => undefined;
  scenario.clockMs += 60_000;
};

const later =
  (first: (world: World, scenario: Scenario, traceId: string) => Promise<void>) =>
  async (world: World, scenario: Scenario, traceId: string) => {
    await first(world, scenario, traceId);
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
    async (world, _scenario, traceId) => await world.store.putTopic(`topic ${traceId}`, { open: ['8:00'] }),
  ),
  afterwards('a question about nothing', { status: 404, schedules: 0 }, (traceId) =>
    infoRequest(`trace:${traceId}`),
  ),
];

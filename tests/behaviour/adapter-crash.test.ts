// A crash in the adapter, after the claim: the claim keeps its lease, a try before its end is in progress, and the first one after it
// takes over and completes the execution.
import { afterAll, expect, test } from '@jest/globals';
import { meetingRequest, reminderRequest, taskRequest, traceIdOf } from '../support/requests.ts';
import { labelOf, startService } from '../support/service.ts';
import { variablesOf } from '../support/outside-server.ts';
import { canary, expectInternalError, setUpCrashes } from './crash-setup.ts';

const { defaults, outside, run, close } = await setUpCrashes();
afterAll(close);

const leaseMs = 12_000;

test.each([
  ['webhook', taskRequest(), variablesOf.webhook(outside.url), 'standard-webhook.ts postWebhook'],
  ['caldav', reminderRequest(), variablesOf.caldav(outside.url), 'http-call.ts callHttp'],
  [
    'google',
    meetingRequest(),
    variablesOf.google(outside.url, `${outside.url}/token`),
    'google/event.ts toEvent',
  ],
  ['eventbridge', reminderRequest(), {}, 'eventbridge/schedule.ts toScheduleInput'],
])(
  'after a crash in %s the execution is completed once its lease has ended',
  async (adapter, request, variables, broken) => {
    const traceId = traceIdOf(request);
    const startedMs = Date.now();
    const crashed = await run(
      { name: adapter, request, variables },
      [`lib/adapters/${broken}`],
      () => new Error(canary),
    );
    expectInternalError(crashed.answer, traceId);
    const claim = await defaults.store.itemOf(traceId);
    expect(claim).toMatchObject({ state: { S: 'pending' }, adapter: { S: adapter } });
    const leaseUntilMs = Number(claim?.['lease_until']?.N);
    expect(leaseUntilMs).toBeGreaterThanOrEqual(startedMs + leaseMs);

    const clock = { nowMs: leaseUntilMs - 1 };
    const runtime = { epochMs: () => clock.nowMs };
    const service = await startService({ ...defaults, variables, runtime });
    expect(labelOf(await service.send(request))).toBe('execution_in_progress');
    clock.nowMs = leaseUntilMs;
    const completed = await service.send(request);
    const replay = await service.send(request);
    expect([completed, replay].map(labelOf)).toEqual(['success', 'replayed']);
    expect(replay.body).toBe(completed.body);
    expect(await defaults.store.itemOf(traceId)).toMatchObject({
      state: { S: 'done' },
      created_at: claim?.['created_at'],
      effect_key: claim?.['effect_key'],
    });
  },
);

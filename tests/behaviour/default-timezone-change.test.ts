// A change of DEFAULT_TIMEZONE, or of the known time zones, changes nothing for trace ids that were executed or claimed before.
import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { fingerprintOf } from '../../lib/domain/fingerprint.ts';
import { describeWith } from '../support/describe-with.ts';
import type { JsonObject } from '../../lib/domain/json.ts';
import {
  meetingRequest,
  newTraceId,
  reminderRequest,
  taskRequest,
  traceIdOf,
  type RequestChange,
} from '../support/requests.ts';
import { startService, labelOf, type ServiceAnswer, type TestService } from '../support/service.ts';
import { startDynalite, startDynamoDbLocal, type TestStore } from '../support/store.ts';
import { startBeforeAll } from '../support/start-before-all.ts';

type Build = (change: RequestChange) => { readonly json: JsonObject };

const startMs = Date.UTC(2041, 2, 1, 9, 30);
/** In that night the clocks of Berlin go from two to three. */
const skipped = '2041-03-31T02:30';

/** Requests that are valid in UTC and invalid in another default zone, by the error code there. */
const invalidElsewhere: [what: string, build: Build, payload: JsonObject, zone: string, code: string][] = [
  ['task whose due time is skipped', taskRequest, { due: skipped }, 'Europe/Berlin', 'invalid_time'],
  [
    'meeting whose start is skipped',
    meetingRequest,
    { start_time: skipped, end_time: '2041-03-31T12:00' },
    'Europe/Berlin',
    'invalid_time',
  ],
  [
    'meeting that would end before it starts',
    meetingRequest,
    { start_time: '2041-06-03T10:00:00Z', end_time: '2041-06-03T11:00' },
    'Europe/Berlin',
    'invalid_meeting_window',
  ],
  ['reminder whose time is skipped', reminderRequest, { time: skipped }, 'Europe/Berlin', 'invalid_time'],
  [
    'reminder that would be due after the year 9999',
    reminderRequest,
    { time: '9999-12-31T23:30' },
    'America/Los_Angeles',
    'invalid_time',
  ],
];

describe('a changed default time zone, on dynalite', () => {
  suite(startDynalite);
});
describeWith('DynamoDB Local', 'a changed default time zone, on DynamoDB Local', () => {
  suite(startDynamoDbLocal);
});

function suite(start: () => Promise<TestStore>): void {
  let services: ReadonlyMap<string, TestService>;
  let nowMs = startMs;
  const app = startBeforeAll(start);

  beforeAll(async () => {
    const startIn = async (zone: string): Promise<[string, TestService]> => [
      zone,
      await startService({
        store: app.store,
        schedulerEndpoint: app.scheduler.endpoint,
        variables: { DEFAULT_TIMEZONE: zone },
        runtime: { epochMs: () => nowMs },
      }),
    ];
    services = new Map(await Promise.all(['UTC', 'Europe/Berlin', 'America/Los_Angeles'].map(startIn)));
  });
  beforeEach(() => {
    nowMs = startMs;
  });

  const serviceIn = (zone: string): TestService => {
    const service = services.get(zone);
    if (service === undefined) throw new Error(`no service is in ${zone}`);
    return service;
  };
  const sendIn = async (zone: string, request: { readonly json: JsonObject }) => {
    const answer = await serviceIn(zone).send(request);
    return { answer, outcome: labelOf(answer), storeCalls: storeCallsOf(serviceIn(zone), answer) };
  };
  const schedulesOf = (traceId: string) =>
    app.scheduler.created.filter((one) => one.traceId === traceId).map(({ expression }) => expression);

  test.each(invalidElsewhere)(
    'a %s in the new zone is replayed byte for byte if it was executed before',
    async (_what, build, payload, zone) => {
      const request = build({ payload });
      const first = await sendIn('UTC', request);
      expect(first.outcome).toBe('success');
      const { answer, outcome, storeCalls } = await sendIn(zone, request);
      expect([outcome, answer.status, storeCalls]).toEqual(['replayed', 200, 1]);
      expect(answer.body).toBe(first.answer.body);
    },
  );

  test.each(invalidElsewhere)(
    'a %s in the new zone is a conflict if another request was executed before',
    async (_what, build, payload, zone) => {
      const traceId = newTraceId();
      await sendIn('UTC', taskRequest({ traceId, payload: { title: 'Prune the roses' } }));
      expect(await sendIn(zone, build({ traceId, payload }))).toMatchObject({
        outcome: 'trace_id_conflict',
        storeCalls: 1,
      });
    },
  );

  test.each(invalidElsewhere)(
    'a %s in the new zone is refused after one read if it is new, and nothing is stored',
    async (_what, build, payload, zone, code) => {
      const request = build({ payload });
      expect(await sendIn(zone, request)).toMatchObject({ outcome: code, storeCalls: 1 });
      expect(await app.store.itemOf(traceIdOf(request))).toBeUndefined();
      expect(schedulesOf(traceIdOf(request))).toEqual([]);
      // The trace id stays free: where the zone allows it, the request is executed.
      expect((await sendIn('UTC', request)).outcome).toBe('success');
    },
  );

  test('a request with an unknown zone is replayed if it was executed while the zone was known, and refused after one read if it is new', async () => {
    const known = reminderRequest({ payload: { time: '2041-06-02T09:30', timezone: 'Europe/Berlin' } });
    const unknown = reminderRequest({
      traceId: traceIdOf(known),
      payload: { time: '2041-06-02T09:30', timezone: 'Mars/Olympus' },
    });
    const { answer } = await sendIn('UTC', known);
    const { decision, data } = unknown.json as { decision: string; data: { payload: JsonObject } };
    const fingerprint = { S: fingerprintOf(decision, data) };
    await app.store.putItem({ ...(await app.store.itemOf(traceIdOf(known))), fingerprint });
    const replay = await sendIn('UTC', unknown);
    expect([replay.outcome, replay.answer.body]).toEqual(['replayed', answer.body]);

    const fresh = reminderRequest({ payload: { time: '2041-06-02T09:30', timezone: 'Mars/Olympus' } });
    expect(await sendIn('UTC', fresh)).toMatchObject({ outcome: 'invalid_time', storeCalls: 1 });
    expect(await app.store.itemOf(traceIdOf(fresh))).toBeUndefined();
  });

  test.each<[string, Build, JsonObject, string]>([
    ['30 February', taskRequest, { due: '2041-02-30' }, 'invalid_time'],
    ['30 February at a time', reminderRequest, { time: '2041-02-30T09:30' }, 'invalid_time'],
    ['an offset beside an unknown zone', reminderRequest, { timezone: 'Mars/Olympus' }, 'invalid_time'],
    ['the year 10000 by an offset', reminderRequest, { time: '9999-12-31T23:30:00-01:00' }, 'invalid_time'],
    [
      'a window with offsets that ends before it starts',
      meetingRequest,
      { end_time: '2041-03-03T09:00:00Z' },
      'invalid_meeting_window',
    ],
    [
      '30 February beside a time that is skipped',
      meetingRequest,
      { start_time: skipped, end_time: '2041-02-30T10:00' },
      'invalid_time',
    ],
  ])('%s is invalid in every zone: the store is not called', async (_what, build, payload, code) => {
    expect(await sendIn('Europe/Berlin', build({ payload }))).toMatchObject({ outcome: code, storeCalls: 0 });
  });

  describe.each([
    ['was released', async (_traceId: string): Promise<void> => undefined],
    [
      'was left behind by a crash',
      async (traceId: string): Promise<void> => {
        const item = (await app.store.itemOf(traceId)) ?? {};
        await app.store.putItem({ ...item, token: { S: 'crashed' }, lease_until: { N: String(nowMs) } });
      },
    ],
  ])('a claimed reminder that %s', (_how, leave) => {
    const claim = async (time: string) => {
      const request = reminderRequest({ payload: { time } });
      const traceId = traceIdOf(request);
      app.scheduler.refusing.set(traceId, 'ValidationException');
      expect((await sendIn('UTC', request)).outcome).toBe('adapter_unavailable');
      app.scheduler.refusing.delete(traceId);
      await leave(traceId);
      return { request, traceId };
    };

    test.each([
      ['is another instant in', '2041-06-02T09:30:00.5', '2041-06-02T09:30:00Z', 'at(2041-06-02T09:30:01)'],
      ['is skipped in', skipped, '2041-03-31T02:30:00Z', 'at(2041-03-31T02:30:00)'],
    ])(
      'is completed as it was planned, where its time %s the new zone',
      async (_what, time, dueAt, expression) => {
        const { request, traceId } = await claim(time);
        const { answer, outcome } = await sendIn('Europe/Berlin', request);
        expect(outcome).toBe('success');
        expect(JSON.parse(answer.body)).toMatchObject({ execution_result: { due_at: dueAt } });
        expect(schedulesOf(traceId)).toEqual([expression]);
        for (const zone of services.keys()) {
          const replay = await sendIn(zone, request);
          expect([replay.outcome, replay.answer.body]).toEqual(['replayed', answer.body]);
        }
      },
    );

    test('is completed as it was planned and scheduled at once, when its time has passed meanwhile', async () => {
      const { request, traceId } = await claim('2041-06-02T09:30');
      nowMs = Date.UTC(2041, 5, 5, 12);
      const { answer, outcome } = await sendIn('Europe/Berlin', request);
      expect(outcome).toBe('success');
      expect(JSON.parse(answer.body)).toMatchObject({ execution_result: { due_at: '2041-06-02T09:30:00Z' } });
      expect(schedulesOf(traceId)).toEqual(['at(2041-06-05T12:00:00)']);
      const effectAt = Date.UTC(2041, 5, 2, 9, 30) / 1000;
      expect(await app.store.itemOf(traceId)).toMatchObject({ effect_at: { N: String(effectAt) } });
    });
  });
}

function storeCallsOf(service: TestService, answer: ServiceAnswer): unknown {
  return service.linesOf(answer).at(-1)?.['store_calls'];
}

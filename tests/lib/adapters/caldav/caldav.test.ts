// The adapter for CalDAV: the contract of adapters for each action, its variables, and what a calendar cannot take.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Variables } from '../../../../lib/adapters/adapter-module.ts';
import { caldav } from '../../../../lib/adapters/caldav/caldav.ts';
import type { EffectAction } from '../../../../lib/domain/effect.ts';
import type { OutsideAdapter } from '../../../../lib/ports/adapter.ts';
import { buildEffect } from '../../../support/effects.ts';
import { invocationAt } from '../../../support/executions.ts';
import { createFakeCalendar } from '../../../support/fake-caldav.ts';
import { outsideBehaviours, statusCases } from '../../../support/outside-behaviours.ts';
import { answer, endless, startReceiver, type Behaviour, type Receiver } from '../delivery/receiver.ts';
import { describeAdapter } from '../../ports/describe-adapter.ts';

const actions = ['task', 'reminder', 'meeting'] as const satisfies readonly EffectAction[];

function adapterOf<Type extends EffectAction>(action: Type, variables: Variables): OutsideAdapter<Type> {
  const adapter = caldav.actions[action]?.(variables, {});
  if (adapter?.kind !== 'outside') throw new Error(`caldav does not carry out a ${action}`);
  return adapter;
}

describe.each(actions)('a %s', (action) => {
  const { objects, respond } = createFakeCalendar();
  const behaviours = outsideBehaviours(respond);
  const notFound: Behaviour = (response, request) =>
    answer(request.method === 'GET' ? 404 : 400)(response, request);

  describeAdapter<typeof action, Behaviour>(
    {
      ...behaviours,
      refused: [
        ...statusCases(413, 415, 422),
        { title: 'a 400 of an object that is not there', answer: notFound, cause: 'HTTP 400' },
        {
          title: 'a 403 of data that is not valid',
          answer: answer(403, '<error xmlns="DAV:"><C:valid-calendar-data/></error>'),
          cause: 'HTTP 403',
        },
      ],
      toBeMended: statusCases(200, 401, 403, 404, 409, 503),
      busyCause: 'HTTP 429',
      garbage: [
        {
          title: 'an endless page in place of an answer',
          answer: endless,
          result: { kind: 'unavailable', cause: 'HTTP 200' },
          things: 0,
        },
      ],
    },
    async () => {
      const server = await startReceiver();
      const gone = await startReceiver();
      await gone.close();
      const folder = `${server.url}/calendars/jane/work/`;
      return {
        adapter: adapterOf(action, { CALDAV_URL: folder }),
        unreachable: adapterOf(action, { CALDAV_URL: gone.url }),
        unreachableCause: 'ECONNREFUSED',
        buildEffect: () => buildEffect(action),
        externalOf: ({ effectKey }) => ({ id: effectKey, url: `${folder}${effectKey}.ics` }),
        answer: server.behave,
        countThings: () => objects.size,
        countCalls: () => server.received.length,
        close: server.close,
      };
    },
  );
});

describe('the collection', () => {
  let server: Receiver;
  beforeAll(async () => {
    server = await startReceiver();
    server.behave(answer(201));
  });
  afterAll(() => server.close());

  /** Where an effect of this action is put, and in whose name. */
  async function performed(action: EffectAction, variables: Variables) {
    server.behave(answer(201));
    const effect = buildEffect(action, { effectKey: 'e' });
    const result = await adapterOf(action, variables).perform(effect, invocationAt(0));
    const [request] = server.received;
    const organizer = /^ORGANIZER:.*(?=\r)/m.exec(request?.body ?? '')?.[0];
    return { result, path: request?.path, authorization: request?.headers.authorization, organizer };
  }
  const done = (path: string) => ({
    result: { kind: 'done', external: { id: 'e', url: `${server.url}${path}` } },
    path,
    authorization: undefined,
    organizer: undefined,
  });

  test.each(actions)('of a %s is that of CALDAV_URL, with or without a slash at its end', async (action) => {
    for (const path of ['/a/b', '/a/b/']) {
      expect(await performed(action, { CALDAV_URL: server.url + path })).toEqual(done('/a/b/e.ics'));
    }
    expect(await performed(action, { CALDAV_URL: server.url })).toEqual(done('/e.ics'));
  });

  test.each([
    ['task', '/tasks/e.ics'],
    ['reminder', '/tasks/e.ics'],
    ['meeting', '/events/e.ics'],
  ] as const)('of a %s, where CALDAV_TASKS_URL is set, gives %s', async (action, path) => {
    const variables = { CALDAV_URL: `${server.url}/events/`, CALDAV_TASKS_URL: `${server.url}/tasks/` };
    expect(await performed(action, variables)).toEqual(done(path));
  });

  test('is entered with the name and the password that are set, in the name of the organizer', async () => {
    const variables = {
      CALDAV_URL: server.url,
      CALDAV_USERNAME: 'jane',
      CALDAV_PASSWORD: 'secret',
      CALDAV_ORGANIZER: 'jane@example.com',
    };
    expect(await performed('meeting', variables)).toEqual({
      ...done('/e.ics'),
      authorization: `Basic ${Buffer.from('jane:secret').toString('base64')}`,
      organizer: 'ORGANIZER:mailto:jane@example.com',
    });
  });
});

test.each([
  [{}, 'CALDAV_URL is not set'],
  [{ CALDAV_URL: 'https://dav.example', CALDAV_USERNAME: 'jane' }, 'CALDAV_PASSWORD is not set'],
])('without a variable that the configuration requires there is no adapter: %j', (variables, message) => {
  expect(() => caldav.actions.task?.(variables, {})).toThrow(new TypeError(message));
});

test('a meeting whose participants are not all addresses is a breach, before anything is sent', () => {
  const meeting = adapterOf('meeting', { CALDAV_URL: 'https://dav.example' });
  const payload = {
    action_type: 'meeting' as const,
    title: 'Design review',
    participants: ['Jane <jane@example.com>', 'Bob'],
    start_time: '2031-03-03T10:00:00Z',
    end_time: '2031-03-03T11:00:00Z',
  };
  expect(meeting.findBreaches?.(payload)).toEqual([
    {
      path: '/data/payload/participants/1',
      message: 'must be one e-mail address, alone or as Name <jane@example.com>',
    },
  ]);
  expect(meeting.findBreaches?.({ ...payload, participants: ['jane@example.com'] })).toEqual([]);
  for (const action of ['task', 'reminder'] as const) {
    expect(adapterOf(action, { CALDAV_URL: 'https://dav.example' }).findBreaches).toBeUndefined();
  }
});

describe('its variables', () => {
  test('are those of the contract; the name and the password need each other', () => {
    const { required, dependentRequired, properties } = caldav.variables;
    expect({ required, dependentRequired, names: Object.keys(properties) }).toEqual({
      required: ['CALDAV_URL'],
      dependentRequired: { CALDAV_USERNAME: ['CALDAV_PASSWORD'], CALDAV_PASSWORD: ['CALDAV_USERNAME'] },
      names: ['CALDAV_URL', 'CALDAV_TASKS_URL', 'CALDAV_USERNAME', 'CALDAV_PASSWORD', 'CALDAV_ORGANIZER'],
    });
    const secrets = Object.entries(properties).filter(([, schema]) => schema['x-secret']);
    expect(secrets.map(([name]) => name)).toEqual(['CALDAV_PASSWORD']);
  });

  const collections: readonly (readonly [string, boolean])[] = [
    ['https://cloud.example.com/remote.php/dav/calendars/jane/work/', true],
    ['https://caldav.fastmail.com/dav/calendars/user/jane@example.com/1234/', true],
    ['https://p01-caldav.icloud.com:443/1234/calendars/ABCD', true],
    ['https://cloud.example.com', true],
    ['http://127.0.0.1:5232/jane/work/', true],
    ['http://localhost:5232', true],
    ['http://[::1]/work', true],
    ['http://cloud.example.com/work/', false],
    ['http://127.0.0.1.example.com/work/', false],
    ['http://localhost.example.com/', false],
    ['https://jane:secret@cloud.example.com/', false],
    ['https://cloud.example.com/work?x=1', false],
    ['https://cloud.example.com/work#x', false],
    ['https://cloud.example.com/my work/', false],
    ['https://', false],
    ['caldav://cloud.example.com/', false],
    [' https://cloud.example.com', false],
  ];

  test.each([
    ...collections.map(([value, fits]) => ['CALDAV_URL', value, fits] as const),
    ...collections.map(([value, fits]) => ['CALDAV_TASKS_URL', value, fits] as const),
    ['CALDAV_USERNAME', 'jane@example.com', true],
    ['CALDAV_USERNAME', 'Jäne Doe', true],
    ['CALDAV_USERNAME', 'jane:doe', false],
    ['CALDAV_USERNAME', 'jane\n', false],
    ['CALDAV_PASSWORD', 'p:a ss\u00E4', true],
    ['CALDAV_PASSWORD', 'ssm:/calendar/password', true],
    ['CALDAV_PASSWORD', 'ssm:calendar', false],
    ['CALDAV_ORGANIZER', "o'brien+x@example.com", true],
    ['CALDAV_ORGANIZER', 'jane@intranet', true],
    ['CALDAV_ORGANIZER', 'Jane <jane@example.com>', false],
    ['CALDAV_ORGANIZER', 'jane@example.com\r\nX:1', false],
    ['CALDAV_ORGANIZER', 'jane@example.', false],
    ['CALDAV_ORGANIZER', 'jane', false],
  ] as const)('%s may be %j: %p', (name, value, fits) => {
    const { pattern = '' } = caldav.variables.properties[name] ?? {};
    expect(new RegExp(pattern, 'u').test(value)).toBe(fits);
  });
});

// Tasks, reminders and meetings in real calendar servers, each by the adapter alone: what was sent is read back by Python's icalendar, a
// parser of another origin; copies make one object; and a server that is killed holds each object once after the retries.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { caldav } from '../../lib/adapters/caldav/caldav.ts';
import { resolveTimes } from '../../lib/actions/resolve-times.ts';
import type { Effect, EffectAction, EffectResult } from '../../lib/domain/effect.ts';
import { formatInstant } from '../../lib/time/instant.ts';
import {
  account,
  calendarServerNames,
  startCalendarServer,
  type CalendarServer,
} from '../support/calendar-server.ts';
import { describeWith } from '../support/describe-with.ts';
import { buildEffect } from '../support/effects.ts';
import { invocationAt } from '../support/executions.ts';
import { systemPython } from '../support/optional-tools.ts';
import { askPython } from '../support/python.ts';

const startTimeoutMs = 30_000;
const actions = ['task', 'reminder', 'meeting'] as const satisfies readonly EffectAction[];

type ReadProperty = { readonly value: unknown; readonly parameters: Readonly<Record<string, string>> };
type ReadComponent = {
  readonly name: string;
  readonly properties: Readonly<Record<string, readonly ReadProperty[]>>;
  readonly components: readonly ReadComponent[];
};

describe.each(calendarServerNames)('%s', (name) => {
  describeWith('calendar servers', 'as the outside system', () => {
    let server: CalendarServer;
    beforeAll(async () => {
      server = await startCalendarServer(name);
    }, startTimeoutMs);
    afterAll(() => server.close());

    async function perform<Type extends EffectAction>(
      effect: Effect<Type>,
      { password = account.password, leftMs = 10_000 } = {},
    ): Promise<EffectResult> {
      const variables = {
        CALDAV_URL: server.collection,
        CALDAV_USERNAME: account.username,
        CALDAV_PASSWORD: password,
        CALDAV_ORGANIZER: 'chair@example.com',
      };
      const adapter = caldav.actions[effect.actionType]?.(variables, {});
      if (adapter?.kind !== 'outside') throw new Error(`caldav does not carry out a ${effect.actionType}`);
      const startedMs = performance.now();
      const remainingMs = () => leftMs - (performance.now() - startedMs);
      return await adapter.perform(effect, invocationAt(0, { remainingMs }));
    }
    const done = ({ effectKey }: Effect): EffectResult => ({
      kind: 'done',
      external: { id: effectKey, url: `${server.collection}${effectKey}.ics` },
    });

    /** Performs effects, and reads what the server then has at their URLs. */
    async function readBack(...effects: readonly Effect[]): Promise<readonly ReadComponent[]> {
      expect(await Promise.all(effects.map(async (effect) => await perform(effect)))).toEqual(
        effects.map(done),
      );
      const texts = effects.map(async ({ effectKey }) => await server.readObject(effectKey));
      const read = askPython('tests/behaviour/read_icalendar.py', await Promise.all(texts), systemPython);
      return read as readonly ReadComponent[];
    }
    const plain = (value: unknown) => [{ value, parameters: {} }];
    const stamps = ({ effectKey }: Effect) => ({
      UID: plain(effectKey),
      DTSTAMP: plain('2031-04-01T09:30:00+00:00'),
      CREATED: plain('2031-04-01T09:30:00+00:00'),
    });

    test('a task comes back as it was sent', async () => {
      const effect = buildEffect('task', {
        result: {
          title: 'Fish, eels; frogs',
          description: longText,
          assignee: 'Ada',
          tags: ['birds', 'a; b'],
        },
      });
      expect(await readBack(effect)).toEqual([
        {
          name: 'VTODO',
          properties: {
            ...stamps(effect),
            SUMMARY: plain('Fish, eels; frogs'),
            DESCRIPTION: plain(`Assignee: Ada\n\n${longText}`),
            DUE: [{ value: '2031-04-02', parameters: { VALUE: 'DATE' } }],
            PRIORITY: plain(3),
            CATEGORIES: plain(['birds', 'a; b']),
          },
          components: [],
        },
      ]);
    });

    test('a task with a time comes back with its instant', async () => {
      const dueSeconds = Date.UTC(2031, 3, 2, 7, 30) / 1000;
      const effect = buildEffect('task', { dueSeconds, result: { due: '2031-04-02T09:30+02:00' } });
      const [read] = await readBack(effect);
      expect(read?.properties['DUE']).toEqual(plain('2031-04-02T07:30:00+00:00'));
    });

    test('a reminder comes back with an alarm at its time', async () => {
      const effect = buildEffect('reminder', { result: { message: longText } });
      expect(await readBack(effect)).toEqual([
        {
          name: 'VTODO',
          properties: {
            ...stamps(effect),
            SUMMARY: plain(longText),
            DUE: plain('2031-04-02T09:30:00+00:00'),
          },
          components: [
            {
              name: 'VALARM',
              properties: {
                ACTION: plain('DISPLAY'),
                DESCRIPTION: plain(longText),
                TRIGGER: [{ value: '2031-04-02T09:30:00+00:00', parameters: { VALUE: 'DATE-TIME' } }],
              },
              components: [],
            },
          ],
        },
      ]);
    });

    test('a meeting comes back with each participant once', async () => {
      const asked = { PARTSTAT: 'NEEDS-ACTION', RSVP: 'TRUE' };
      const participants = [
        '"Doe, \\"Jane\\"; ^x: y" <jane@example.com>',
        'JANE@EXAMPLE.COM',
        'Jörg 🪶 Müller <jörg@bücher.example>',
        "o'brien+x%y@example.com",
        'Chair <CHAIR@example.com>',
      ];
      const effect = buildEffect('meeting', {
        result: { title: 'Eels, frogs; ok', location: 'Room 1, 2; 3', description: longText, participants },
      });
      expect(await readBack(effect)).toEqual([
        {
          name: 'VEVENT',
          properties: {
            ...stamps(effect),
            SUMMARY: plain('Eels, frogs; ok'),
            LOCATION: plain('Room 1, 2; 3'),
            DESCRIPTION: plain(longText),
            DTSTART: plain('2031-04-02T09:30:00+00:00'),
            DTEND: plain('2031-04-02T10:30:00+00:00'),
            ORGANIZER: [{ value: 'mailto:chair@example.com', parameters: { CN: 'Chair' } }],
            ATTENDEE: [
              { value: 'mailto:jane@example.com', parameters: { CN: 'Doe, "Jane"; ^x: y', ...asked } },
              {
                value: 'mailto:j%C3%B6rg@xn--bcher-kva.example',
                parameters: { CN: 'Jörg 🪶 Müller', ...asked },
              },
              { value: "mailto:o'brien+x%25y@example.com", parameters: asked },
              { value: 'mailto:CHAIR@example.com', parameters: { CN: 'Chair', PARTSTAT: 'ACCEPTED' } },
            ],
          },
          components: [],
        },
      ]);
    });

    test('meetings in three time zones come back at their instants', async () => {
      const meetings = [
        { timezone: 'Europe/Berlin', start: '2031-07-01T09:30', instant: '2031-07-01T07:30:00+00:00' },
        { timezone: 'America/St_Johns', start: '2031-01-15T09:30', instant: '2031-01-15T13:00:00+00:00' },
        { timezone: 'Asia/Kathmandu', start: '2031-07-01T02:30', instant: '2031-06-30T20:45:00+00:00' },
      ];
      const effects = await Promise.all(
        meetings.map(async ({ timezone, start }) => {
          const times = { start_time: start, end_time: start.replace(':30', ':45') };
          const resolved = await resolveTimes(times, timezone, 'UTC');
          if (resolved.kind === 'refused') throw new Error('a time was refused');
          const { start_time: startAt, end_time: endAt } = resolved.instants;
          return buildEffect('meeting', {
            result: { start_at: formatInstant(startAt), end_at: formatInstant(endAt) },
          });
        }),
      );
      const read = await readBack(...effects);
      expect(read.map(({ properties: { DTSTART, DTEND } }) => ({ DTSTART, DTEND }))).toEqual(
        meetings.map(({ instant }) => {
          const end = new Date(Date.parse(instant) + 15 * 60_000).toISOString().replace('.000Z', '+00:00');
          return { DTSTART: plain(instant), DTEND: plain(end) };
        }),
      );
    });

    test('texts come back as they were sent, but for line ends and control characters', async () => {
      const texts = [
        ['a\r\nb\rc\nd\u0085e\u2028f\u2029g\vh\fi', 'a\nb\nc\nd\ne\nf\ng\nh\ni'],
        ['a\0b\u001Bc\u007Fd\uFFFFe', 'abcde'],
        ['a\r\nATTENDEE:mailto:eve@example.com\nEND:VTODO', 'a\nATTENDEE:mailto:eve@example.com\nEND:VTODO'],
        ['C:\\Temp\\Birds', 'C:\\Temp\\Birds'],
        [',;:"\'^,,;; ', ',;:"\'^,,;; '],
        ['  a \t', '  a \t'],
        ['ñ Ω я ا א ह 漢 한 🏳️‍🌈 e\u0301', 'ñ Ω я ا א ह 漢 한 🏳️‍🌈 e\u0301'],
      ] as const;
      const effects = texts.map(([title]) => buildEffect('task', { result: { title } }));
      const read = await readBack(...effects);
      expect(read.map(({ properties }) => properties['SUMMARY'])).toEqual(
        texts.map(([, text]) => plain(text)),
      );
      for (const { properties, components } of read) {
        const names = [
          'SUMMARY',
          'DESCRIPTION',
          'DUE',
          'PRIORITY',
          'CATEGORIES',
          'UID',
          'DTSTAMP',
          'CREATED',
        ];
        expect(Object.keys(properties).toSorted()).toEqual(names.toSorted());
        expect(components).toEqual([]);
      }
    });

    test.each(actions)(
      '50 copies of a %s at once make one object',
      async (action) => {
        const before = await server.listObjects();
        const effect = buildEffect<EffectAction>(action);
        // A busy machine may need longer for all of them than one invocation has.
        const copies = Array.from({ length: 50 }, async () => await perform(effect, { leftMs: 30_000 }));
        expect(await Promise.all(copies)).toEqual(copies.map(() => done(effect)));
        const made = (await server.listObjects()).filter((id) => !before.includes(id));
        expect(made).toEqual([effect.effectKey]);
      },
      startTimeoutMs,
    );

    test(
      'killed while it works on 20 effects, it has each object once after they are performed again',
      async () => {
        const before = await server.listObjects();
        const effects = Array.from({ length: 20 }, (_, index) =>
          buildEffect<EffectAction>(actions[index % actions.length] ?? 'task'),
        );
        const running = effects.map(async (effect) => await perform(effect, { leftMs: 6_000 }));
        await Promise.race(running);
        await server.kill();
        const first = await Promise.all(running);
        const interrupted = effects.filter((_, index) => first[index]?.kind === 'unavailable');
        expect(interrupted.length).toBeGreaterThan(0);
        expect(first.filter(({ kind }) => kind !== 'unavailable')).toEqual(
          effects.filter((effect) => !interrupted.includes(effect)).map(done),
        );
        await server.start();
        for (const effect of effects) expect(await perform(effect)).toEqual(done(effect));
        const made = (await server.listObjects()).filter((id) => !before.includes(id));
        expect(made).toEqual(effects.map(({ effectKey }) => effectKey).toSorted());
      },
      startTimeoutMs,
    );

    if (name === 'Radicale') {
      test('a wrong password makes nothing; the right one does', async () => {
        const effect = buildEffect('task');
        expect(await perform(effect, { password: 'wrong' })).toEqual({
          kind: 'unavailable',
          cause: 'HTTP 401',
        });
        expect(await server.listObjects()).not.toContain(effect.effectKey);
        expect(await perform(effect)).toEqual(done(effect));
        expect(await server.listObjects()).toContain(effect.effectKey);
      });
    }
  });
});

const longText = `First line; second, with a comma: "quoted"\n\n\tThird \\ line 🪶é\n${'long 漢字 🪶 '.repeat(80)}end`;

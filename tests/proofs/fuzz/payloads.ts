// Owns: arbitrary requests as values: valid ones at the edges of every rule, and what becomes of them when parts are changed.
import fc from 'fast-check';

type Value = unknown;
type Fields = Record<string, Value>;

/** White space in all its kinds, and what only looks like it: next line, zero width space, Mongolian vowel separator. */
const blanks = fc.constantFrom(
  '',
  ' ',
  '\t\n',
  '\u00a0',
  '\ufeff',
  '\u2003',
  '\u3000',
  '\u0085',
  '\u200b',
  '\u180e',
);
const letters = fc.constantFrom('a', 'é', '𝒳', '👩‍👩‍👧', '\u0000', '"', '\\', '\u2028', '\uffff');
const sizes = fc.constantFrom(1, 2, 49, 50, 51, 254, 255, 256, 257, 1000, 1001, 4000, 4001);

/** Texts around the limits, which count code points. */
const texts = fc.oneof(
  { weight: 8, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }) },
  { weight: 2, arbitrary: fc.tuple(letters, sizes).map(([letter, size]) => letter.repeat(size)) },
  { weight: 1, arbitrary: blanks },
);
const two = (least: number, most: number) =>
  fc.integer({ min: least, max: most }).map((number) => String(number).padStart(2, '0'));
const dates = fc
  .tuple(fc.constantFrom('2031', '2040', '1999', '0000', '9999'), two(0, 13), two(0, 32))
  .map((parts) => parts.join('-'));
const clocks = fc
  .tuple(two(0, 24), two(0, 60), fc.constantFrom('', ':00', ':59', ':60', ':00.5', ':00.123456789012'))
  .map(([hour, minute, second]) => `${hour}:${minute}${second}`);
const offsets = fc.constantFrom('', '', 'Z', 'z', '+02:00', '-12:30', '+24:00', '+02', ' ', '\n');
const times = fc.oneof(
  fc
    .tuple(dates, fc.constantFrom('T', 'T', 'T', 't', ' ', ''), clocks, offsets)
    .map((parts) => parts.join('')),
  fc.constantFrom('2031-03-30T02:30', '2031-10-26T02:30', '2031-04-01T09:30:00Z', '2031-04-01T09:30:00Z\n'),
  fc.constantFrom(
    '2031-04-01T09:30',
    '2031-04-01T09:30:00+02:00',
    '2031-04-01T09:30:00.123Z',
    '2032-02-29T23:59',
  ),
);
const zones = fc.constantFrom(
  'UTC',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Mars/Base',
  '+02:00',
  '',
  'IST',
);
const words = (least: number, most: number) => fc.array(texts, { minLength: least, maxLength: most });

const payloads: fc.Arbitrary<Fields> = fc.oneof(
  fc.record(
    {
      action_type: fc.constant('task'),
      title: texts,
      description: texts,
      due: fc.oneof(dates, times),
      priority: fc.constantFrom('low', 'normal', 'high', 'urgent', 'URGENT', ''),
      assignee: texts,
      tags: words(0, 22),
    },
    { requiredKeys: ['action_type', 'title'] },
  ),
  fc.record(
    { action_type: fc.constant('reminder'), message: texts, time: times, timezone: zones },
    { requiredKeys: ['action_type', 'message', 'time'] },
  ),
  fc.record(
    {
      action_type: fc.constant('meeting'),
      title: texts,
      participants: words(0, 4),
      start_time: times,
      end_time: times,
      timezone: zones,
      location: texts,
      description: texts,
    },
    { requiredKeys: ['action_type', 'title', 'participants', 'start_time', 'end_time'] },
  ),
  fc.record({
    action_type: fc.constant('info'),
    query: fc.oneof(texts, fc.constantFrom('trace:a', 'task:task_1', 'task:meeting_1', 'trace:', 'task:-')),
  }),
);

const traceIds = fc.oneof(
  { weight: 9, arbitrary: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._:@=+/-]{0,20}$/) },
  { weight: 1, arbitrary: oddTraceIds() },
);

function oddTraceIds(): fc.Arbitrary<string> {
  return fc.constantFrom('a'.repeat(128), 'a'.repeat(129), '', '-a', 'a\n', 'ä', 'a b', 'task-001');
}

export const requests: fc.Arbitrary<Fields> = fc.record({
  trace_id: traceIds,
  decision: fc.oneof(
    { weight: 9, arbitrary: fc.constant('workflow') },
    { weight: 1, arbitrary: fc.constantFrom('respond', '', 'Workflow', 'w'.repeat(64), '👩'.repeat(65)) },
  ),
  data: fc.record({ workflow_type: fc.constant('workflow'), payload: payloads }),
});

/** Values that do not belong where they are put. */
export const strays: fc.Arbitrary<Value> = fc.oneof(
  fc.constantFrom<Value>(
    null,
    '',
    ' ',
    0,
    -0,
    1e21,
    true,
    false,
    [],
    {},
    [null],
    [[]],
    { a: 1 },
    'workflow',
    'task',
  ),
  fc.constantFrom<Value>(
    { action_type: 'task' },
    { payload: {} },
    ['a', 'a'],
    ['a', 'b'],
    [''],
    [' '],
    'note',
  ),
  texts,
  fc.jsonValue({ maxDepth: 3 }),
);

const names = fc.constantFrom(
  'titel',
  'x',
  '',
  'a/b~c',
  'constructor',
  'toString',
  '0',
  'action_type',
  'hasOwnProperty',
);

export type Change = {
  readonly at: number;
  readonly how: 'drop' | 'set' | 'add' | 'rename';
  readonly name: string;
  readonly value: Value;
};
export const changes: fc.Arbitrary<Change[]> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Change[]>([]) },
  {
    weight: 3,
    arbitrary: fc.array(
      fc.record({
        at: fc.nat(40),
        how: fc.constantFrom('drop' as const, 'set' as const, 'add' as const, 'rename' as const),
        name: names,
        value: strays,
      }),
      { minLength: 1, maxLength: 3 },
    ),
  },
);

/** A copy of the request with these changes, each at one of its objects' or lists' places. */
export function change(request: Fields, all: readonly Change[]): Value {
  const copy = structuredClone(request);
  for (const { at, how, name, value: stray } of all) {
    const value = structuredClone(stray);
    const places = placesOf(copy);
    const place = places[at % Math.max(1, places.length)];
    if (place === undefined) continue;
    const { owner, key } = place;
    if (how === 'add') owner[name] = value;
    else if (how === 'set') owner[key] = value;
    else {
      const old = owner[key];
      Reflect.deleteProperty(owner, key);
      if (how === 'rename') owner[name] = old;
    }
  }
  return copy;
}

function placesOf(value: Value): { owner: Fields; key: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const owner = value as Fields;
  return Object.keys(owner).flatMap((key) => [{ owner, key }, ...placesOf(owner[key])]);
}

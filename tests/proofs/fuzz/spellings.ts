// Spells a value as JSON: some spellings mean the same, some mean something else, some are not JSON at all.
import fc from 'fast-check';

const maxBytes = 65_536;

/** A name and a number are inserted where a spelling needs one; `at` is the place where something happens, from 0 to 1. */
export type Spelled = { readonly json: string; readonly number: string; readonly at: number };

type Speller = (spelled: Spelled) => string;

const spellers = {
  spaced: ({ json }) => ` \t\r\n${json.replaceAll('":', '"\n:  ')}\n`,
  escaped: ({ json }) =>
    json.replaceAll(/(?<=")[a-z](?=[a-z_]*":)/g, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`),
  doubled: ({ json }) => within(json, '"decision":"chat","trace_id":7'),
  deep: ({ json, at }) => {
    const depth = Math.floor(at * 30_000);
    return within(json, `"deep":${'['.repeat(depth)}${']'.repeat(depth)}`);
  },
  poisoned: ({ json }) => within(json, '"__proto__":{"decision":"workflow"}'),
  'poisoned escaped': ({ json }) => within(json, String.raw`"\u005f_proto__":{"decision":"workflow"}`),
  'poisoned constructor': ({ json }) => within(json, '"constructor":{"prototype":{"decision":"workflow"}}'),
  surrogate: ({ json, at }) => {
    const place = Math.floor(at * json.length);
    return `${json.slice(0, place)}\ud83d${json.slice(place)}`;
  },
  'surrogate escaped': ({ json }) => json.replace(/"([^"]*)"}/, String.raw`"$1\ud83d"}`),
  'surrogate key': ({ json }) => within(json, String.raw`"\uDC00":1`),
  number: ({ json, number }) => within(json, `"n":${number}`),
  cut: ({ json, at }) => json.slice(0, Math.floor(at * json.length)),
  trailing: ({ json }) => `${json},`,
  comment: ({ json }) => `${json} // yes`,
  'single quotes': ({ json }) => json.replaceAll('"', "'"),
  control: ({ json }) => json.replace('workflow', 'work\u0001flow'),
  nan: ({ json }) => within(json, '"n":NaN'),
  'byte order mark': ({ json }) => `\ufeff${json}`,
  'byte order mark alone': () => '\ufeff',
  'byte order mark inside': ({ json }) => ` \ufeff${json}`,
  blank: () => ' \n',
  filled: ({ json }) => json + ' '.repeat(Math.max(0, maxBytes - Buffer.byteLength(json))),
  overfilled: ({ json }) => json + ' '.repeat(Math.max(0, maxBytes + 1 - Buffer.byteLength(json))),
  wide: ({ json, at }) => within(json, `"wide":${wide(at, '0')}`),
  // What has very many values is parsed in another way: what is forbidden must be found there too.
  'wide and poisoned': ({ json, at }) => within(json, `"wide":${wide(at, '{"__proto__":1}')}`),
  'wide and poisoned constructor': ({ json, at }) =>
    within(json, `"wide":${wide(at, '{"constructor":{"prototype":1}}')}`),
  'wide and surrogate': ({ json, at }) => within(json, `"wide":${wide(at, String.raw`"\uDC00"`)}`),
  crowded: ({ json, at }) => within(json, members(at)),
  'crowded payload': ({ json, at }) => json.replace('"payload":{"', `"payload":{${members(at)},"`),
} satisfies Record<string, Speller>;

export type Spelling = 'plain' | keyof typeof spellers;

export const spellings: fc.Arbitrary<Spelling> = fc.oneof(
  { weight: 5, arbitrary: fc.constant('plain' as const) },
  { weight: 1, arbitrary: fc.constantFrom(...(Object.keys(spellers) as Spelling[])) },
);

export const numbers = fc.constantFrom(
  ...[
    ['1e999', '-1e999', '1E-999', '123456789012345678901234567890', '-0', '0.1e1', '01', '+1', '.5'],
  ].flat(),
);

export function spell(spelling: Spelling, spelled: Spelled): string {
  return spelling === 'plain' ? spelled.json : spellers[spelling](spelled);
}

/** The member first in the object, where it is one with members. */
function within(json: string, member: string): string {
  return json.startsWith('{"') ? `{${member},${json.slice(1)}` : json;
}

function wide(at: number, last: string): string {
  return `[${'0,'.repeat(Math.floor(at * 30_000))}${last}]`;
}

/** Up to 300 members, more than a validator is given to look at. */
function members(at: number): string {
  return Array.from({ length: 1 + Math.floor(at * 300) }, (_, index) => `"member ${index}":null`).join(',');
}

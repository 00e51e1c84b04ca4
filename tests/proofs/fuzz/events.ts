// Owns: arbitrary events of API Gateway around arbitrary requests: how the body is spelled, encoded and announced.
import fc from 'fast-check';
import type { HttpRequest } from '../../../lib/http/exchange.ts';
import { change, changes, requests, strays } from './payloads.ts';

/** How a value is spelled: everything here means the same, or is no JSON at all. */
const spellings = fc.constantFrom(
  ...([
    'plain',
    'plain',
    'plain',
    'spaced',
    'escaped',
    'doubled',
    'deep',
    'poisoned',
    'poisoned escaped',
  ] as const),
  ...([
    'constructor',
    'surrogate',
    'surrogate escaped',
    'surrogate key',
    'number',
    'cut',
    'trailing',
  ] as const),
  ...(['comment', 'single quotes', 'control', 'nan', 'bom', 'filled', 'overfilled', 'wide'] as const),
);
type Spelling = typeof spellings extends fc.Arbitrary<infer Name> ? Name : never;

const mostBytes = 65_536;
const encodings = fc.constantFrom(
  ...([
    'text',
    'text',
    'text',
    'base64',
    'base64',
    'base64url',
    'base64 that lies',
    'text that lies',
  ] as const),
  ...(['bad utf-8', 'overlong utf-8', 'base64 in lines', 'base64 with rubbish'] as const),
);
type Encoding = typeof encodings extends fc.Arbitrary<infer Name> ? Name : never;

const contentTypes = fc.oneof(
  {
    weight: 20,
    arbitrary: fc.constantFrom(
      'application/json',
      'Application/JSON; charset=utf-8',
      'application/problem+json',
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(
      'text/plain',
      '',
      'application/json,text/plain',
      'application/+json',
      ' '.repeat(9000),
      7,
      null,
      ['application/json'],
      `application/${'a+json'.repeat(2000)}x`,
    ),
  },
);

export type FuzzedEvent = {
  readonly event: HttpRequest;
  /** The text that the service should read, where the event carries it honestly. */
  readonly text: string | undefined;
};

export const events: fc.Arbitrary<FuzzedEvent> = fc
  .record({
    value: fc.oneof(
      { weight: 12, arbitrary: fc.tuple(requests, changes).map(([request, all]) => change(request, all)) },
      { weight: 1, arbitrary: strays },
    ),
    spelling: fc.oneof(
      { weight: 2, arbitrary: fc.constant('plain' as const) },
      { weight: 1, arbitrary: spellings },
    ),
    encoding: fc.oneof(
      { weight: 2, arbitrary: fc.constant('text' as const) },
      { weight: 1, arbitrary: encodings },
    ),
    contentType: contentTypes,
    number: fc.constantFrom(
      '1e999',
      '-1e999',
      '1E-999',
      '123456789012345678901234567890',
      '-0',
      '0.1e1',
      '01',
      '+1',
      '.5',
    ),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    oddity: fc.oneof({ weight: 30, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: oddities() }),
  })
  .map(({ value, spelling, encoding, contentType, number, at, oddity }) => {
    const text = spell(JSON.stringify(value), spelling, number, at);
    const body = encode(text, encoding);
    const usual = {
      headers: { 'content-type': contentType as string },
      body,
      isBase64Encoded:
        encoding.startsWith('base64') || encoding.endsWith('utf-8') || encoding === 'text that lies',
    };
    const honest =
      ['text', 'base64', 'base64url', 'base64 in lines'].includes(encoding) &&
      oddity === null &&
      (encoding === 'text' || text.isWellFormed());
    return { event: { ...usual, ...oddity }, text: honest ? text : undefined };
  });

/** Parts of an event that are missing or of another type than API Gateway sends. */
function oddities(): fc.Arbitrary<Record<string, unknown>> {
  const odd = fc.constantFrom<unknown>(undefined, null, 0, 1, true, '', 'text', [], {}, [['a']]);
  return fc.oneof(
    odd.map((headers) => ({ headers })),
    odd.map((body) => ({ body })),
    odd.map((isBase64Encoded) => ({ isBase64Encoded })),
    fc.constant({ headers: { 'Content-Type': 'application/json', 'x-odd': null } }),
    fc.constant({ headers: undefined, body: undefined, isBase64Encoded: undefined }),
  );
}

/** @param at where in the text something happens, from 0 to 1 */
function spell(json: string, spelling: Spelling, number: string, at: number): string {
  const place = Math.floor(at * json.length);
  const within = (member: string) => (json.startsWith('{"') ? `{${member},${json.slice(1)}` : json);
  switch (spelling) {
    case 'plain':
      return json;
    case 'spaced':
      return ` \t\r\n${json.replaceAll('":', '"\n:  ')}\n`;
    case 'escaped':
      return json.replaceAll(
        /(?<=")[a-z](?=[a-z_]*":)/g,
        (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`,
      );
    case 'doubled':
      return json.startsWith('{"') ? `{"decision":"chat","trace_id":7,${json.slice(1)}` : json;
    case 'deep':
      return within(`"deep":${'['.repeat(Math.floor(at * 30_000))}${']'.repeat(Math.floor(at * 30_000))}`);
    case 'poisoned':
      return within('"__proto__":{"decision":"workflow"}');
    case 'poisoned escaped':
      return within(String.raw`"\u005f_proto__":{"decision":"workflow"}`);
    case 'constructor':
      return within('"constructor":{"prototype":{"decision":"workflow"}}');
    case 'surrogate':
      return `${json.slice(0, place)}\ud83d${json.slice(place)}`;
    case 'surrogate escaped':
      return json.replace(/"([^"]*)"}/, String.raw`"$1\ud83d"}`);
    case 'surrogate key':
      return within(String.raw`"\uDC00":1`);
    case 'number':
      return within(`"n":${number}`);
    case 'cut':
      return json.slice(0, place);
    case 'trailing':
      return `${json},`;
    case 'comment':
      return `${json} // yes`;
    case 'single quotes':
      return json.replaceAll('"', "'");
    case 'control':
      return json.replace('workflow', 'work\u0001flow');
    case 'nan':
      return within('"n":NaN');
    case 'bom':
      return `\ufeff${json}`;
    case 'filled':
      return json + ' '.repeat(Math.max(0, mostBytes - Buffer.byteLength(json)));
    case 'overfilled':
      return json + ' '.repeat(Math.max(0, mostBytes + 1 - Buffer.byteLength(json)));
    case 'wide':
      return within(`"wide":[${'0,'.repeat(Math.floor(at * 30_000))}0]`);
    default:
      return json;
  }
}

function encode(text: string, encoding: Encoding): string {
  const bytes = Buffer.from(text);
  switch (encoding) {
    case 'base64':
      return bytes.toString('base64');
    case 'base64url':
      return bytes.toString('base64url');
    case 'base64 in lines':
      return bytes.toString('base64').replaceAll(/.{76}/g, '$&\r\n');
    case 'base64 with rubbish':
      return `%${bytes.toString('base64')}\u{1f600}=`;
    case 'bad utf-8':
      return Buffer.concat([bytes.subarray(0, -1), Buffer.from([0xff, 0x7d])]).toString('base64');
    case 'overlong utf-8':
      return Buffer.concat([Buffer.from([0xc0, 0xaf]), bytes]).toString('base64');
    case 'base64 that lies':
      return text;
    default:
      return text;
  }
}

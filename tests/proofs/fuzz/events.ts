// Generates events of API Gateway around random requests, with what is known of each in advance.
import fc from 'fast-check';
import type { HttpRequest } from '../../../lib/http/request-context.ts';
import { change, changes, strays } from './changes.ts';
import { encode, encodings } from './encodings.ts';
import { mediaHeaders, type Media } from './headers.ts';
import { requests } from './payloads.ts';
import { numbers, spell, spellings } from './spellings.ts';

export type FuzzedEvent = {
  readonly event: HttpRequest;
  /** The text that the service should read, where the event carries it honestly. */
  readonly text: string | undefined;
  /** What the headers say of the body; unknown where the event is not as API Gateway sends it. */
  readonly media: Media | undefined;
  /** Whether the body is UTF-16 with a byte order mark. */
  readonly isUtf16: boolean;
};

const changed = fc.tuple(requests, changes).map(([request, all]) => change(request, all));

export const events: fc.Arbitrary<FuzzedEvent> = fc
  .record({
    value: fc.oneof(
      { weight: 30, arbitrary: changed },
      { weight: 1, arbitrary: strays },
      { weight: 1, arbitrary: changed.map((request) => JSON.stringify(request)) },
      { weight: 1, arbitrary: changed.map((request) => [request]) },
    ),
    spelling: spellings,
    encoding: encodings,
    mediaHeader: mediaHeaders,
    number: numbers,
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    oddity: fc.oneof({ weight: 30, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: oddities() }),
  })
  .map(({ value, spelling, encoding, mediaHeader, number, at, oddity }) => {
    const text = spell(spelling, { json: JSON.stringify(value), number, at });
    const { headers, media } = mediaHeader;
    const { isHonest, ...body } = encode(text, encoding);
    const isUsual = oddity === null;
    return {
      event: { headers, ...body, ...oddity },
      text: isUsual && isHonest ? text : undefined,
      media: isUsual ? media : undefined,
      isUtf16: isUsual && encoding.startsWith('UTF-16'),
    };
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

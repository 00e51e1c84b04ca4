// Generates headers of a request, each with what the contract says of its media type and its encoding.
import fc from 'fast-check';

/** What the headers say of the body: the type is checked first, then the content-encoding. */
export type Media = 'taken' | 'without a type' | 'of another type' | 'with an encoding';

const contentTypes: fc.Arbitrary<readonly [type: unknown, media: Media | undefined]> = fc.oneof(
  {
    weight: 30,
    arbitrary: fc.constantFrom(
      ['application/json', 'taken'] as const,
      ['Application/JSON; charset=utf-8', 'taken'] as const,
      ['application/problem+json', 'taken'] as const,
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<readonly [unknown, Media | undefined]>(
      ['', 'without a type'],
      [null, 'without a type'],
      ['text/plain', 'of another type'],
      ['application/json,text/plain', 'of another type'],
      ['application/+json', 'of another type'],
      [' '.repeat(9000), 'of another type'],
      [`application/${'a+json'.repeat(2000)}x`, 'of another type'],
      // No gateway sends these, and the contract says nothing of them.
      [7, undefined],
      [['application/json'], undefined],
    ),
  },
);

const noCodings = [
  ['', ' ', 'identity', 'Identity', ' IDENTITY\t', 'identity, identity', 'identity,IdEnTiTy', ','],
  ['identity,', ' , identity , ', null],
];
const codings = [
  ['gzip', 'GZIP', ' gzip ', 'br', 'deflate', 'zstd', 'x-gzip', 'aws-chunked', 'none', '*', 'utf-8', 'null'],
  ['identity, gzip', 'gzip,identity', 'identity,,br', 'identity;q=1', 'identity identity', 'identit'],
];
const contentEncodings: fc.Arbitrary<readonly [coding: unknown, isEncoded: boolean]> = fc.oneof(
  { weight: 20, arbitrary: fc.constant([undefined, false] as const) },
  { weight: 2, arbitrary: fc.constantFrom(...noCodings.flat()).map((coding) => [coding, false] as const) },
  { weight: 1, arbitrary: fc.constantFrom(...codings.flat()).map((coding) => [coding, true] as const) },
);

export const mediaHeaders: fc.Arbitrary<{
  readonly headers: Record<string, string>;
  readonly media: Media | undefined;
}> = fc
  .tuple(
    contentTypes,
    contentEncodings,
    fc.constantFrom('content-type', 'content-type', 'Content-Type'),
    fc.constantFrom('content-encoding', 'Content-Encoding', 'CONTENT-ENCODING'),
    // These say nothing about the body.
    fc.constantFrom({}, { 'accept-encoding': 'gzip' }, { 'x-content-encoding': 'br' }),
  )
  .map(([[type, media], [coding, isEncoded], typeName, codingName, others]) => ({
    headers: {
      ...others,
      [typeName]: type as string,
      ...(coding !== undefined && { [codingName]: coding as string }),
    },
    media: media === 'taken' && isEncoded ? 'with an encoding' : media,
  }));

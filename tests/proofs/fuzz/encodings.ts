// Encodes a text as the body of an event of API Gateway: as it is, in base64, or wrongly.
import fc from 'fast-check';

type Encoder = {
  readonly encode: (text: string) => string;
  readonly isBase64: boolean;
  /** Whether the service should read this very text. */
  readonly isHonest: boolean;
};

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const utf16 = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le');

const encoders = {
  text: { encode: (text) => text, isBase64: false, isHonest: true },
  base64: { encode: (text) => base64(Buffer.from(text)), isBase64: true, isHonest: true },
  base64url: { encode: (text) => Buffer.from(text).toString('base64url'), isBase64: true, isHonest: true },
  'base64 in lines': {
    encode: (text) => base64(Buffer.from(text)).replaceAll(/.{76}/g, '$&\r\n'),
    isBase64: true,
    isHonest: true,
  },
  'base64 with rubbish': {
    encode: (text) => `%${base64(Buffer.from(text))}\u{1f600}=`,
    isBase64: true,
    isHonest: false,
  },
  'text called base64': { encode: (text) => text, isBase64: true, isHonest: false },
  'base64 called text': { encode: (text) => base64(Buffer.from(text)), isBase64: false, isHonest: false },
  'bad UTF-8': {
    encode: (text) => base64(Buffer.concat([Buffer.from(text).subarray(0, -1), Buffer.from([0xff, 0x7d])])),
    isBase64: true,
    isHonest: false,
  },
  'overlong UTF-8': {
    encode: (text) => base64(Buffer.concat([Buffer.from([0xc0, 0xaf]), Buffer.from(text)])),
    isBase64: true,
    isHonest: false,
  },
  'UTF-16': { encode: (text) => base64(utf16(text)), isBase64: true, isHonest: false },
  'UTF-16 big-endian': { encode: (text) => base64(utf16(text).swap16()), isBase64: true, isHonest: false },
} satisfies Record<string, Encoder>;

export type BodyEncoding = keyof typeof encoders;

export const encodings: fc.Arbitrary<BodyEncoding> = fc.oneof(
  { weight: 3, arbitrary: fc.constant('text' as const) },
  { weight: 1, arbitrary: fc.constant('base64' as const) },
  { weight: 1, arbitrary: fc.constantFrom(...(Object.keys(encoders) as BodyEncoding[])) },
);

/** @returns of the text also whether the service should read it as it is */
export function encode(text: string, encoding: BodyEncoding) {
  const { encode: write, isBase64, isHonest } = encoders[encoding];
  return {
    body: write(text),
    isBase64Encoded: isBase64,
    // UTF-8 cannot say half a surrogate pair.
    isHonest: isHonest && (!isBase64 || text.isWellFormed()),
  };
}

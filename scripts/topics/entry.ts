// Checks an entry: a query can reach its topic, its data is JSON, and DynamoDB can hold both.

import { isUtf8 } from 'node:buffer';
import { normalizeTopic, reservedPrefixes } from '../../lib/actions/lookup.ts';
import { info as isInfoPayload } from '../../lib/generated/validators.js';
import { errorMessage } from '../shared/errors.ts';

/** An entry that cannot be stored; the message says what to change. */
export class EntryError extends Error {
  override readonly name = 'EntryError';
}

// Of the schema of info, in code points.
const maxQueryLength = 256;
// DynamoDB's, https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
const maxKeyBytes = 2048;
const maxItemBytes = 400 * 1024;

/** The topic as it is stored.
 * @throws EntryError when no query could ever ask for it. */
export function readTopic(text: string): string {
  assertWellFormed('topic', text);
  const topic = normalizeTopic(text);
  // The typed text and the normal form are both queries for this topic, and each may be the shorter one.
  if (!isQuery(text) && !isQuery(topic)) {
    const length = Math.min(...[text, topic].map((query) => Array.from(query).length));
    throw new EntryError(
      length > maxQueryLength
        ? `The topic has ${length} characters; a query has at most ${maxQueryLength}.`
        : 'The topic has no visible character.',
    );
  }
  const bytes = Buffer.byteLength(topic);
  if (bytes > maxKeyBytes) {
    throw new EntryError(`The topic takes ${bytes} bytes; DynamoDB keeps at most ${maxKeyBytes} in a key.`);
  }
  const prefix = reservedPrefixes.find((reserved) => topic.startsWith(reserved));
  if (prefix !== undefined) {
    throw new EntryError(`A topic cannot begin with ${prefix}, which asks for an execution.`);
  }
  return topic;
}

function isQuery(query: string): boolean {
  return isInfoPayload({ action_type: 'info', query });
}

/** Bytes as text.
 * @throws EntryError when they are not UTF-8: each wrong byte would be stored as U+FFFD. */
export function decodeData(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new EntryError('The data is not UTF-8.');
  return bytes.toString();
}

/** The data as it is stored on `topic`: the very text, without the white space around it.
 * @throws EntryError when it is not JSON, or DynamoDB cannot hold it. */
export function readData(text: string, topic: string): string {
  assertWellFormed('data', text);
  if (text.startsWith('\ufeff')) {
    throw new EntryError('The data begins with a byte order mark (U+FEFF): leave it out.');
  }
  try {
    JSON.parse(text);
  } catch (error) {
    const why = errorMessage(error);
    throw new EntryError(`The data is not JSON (${why}). A string needs its quotes: '"like this"'.`);
  }
  // trim() also removes characters that are white space only outside of JSON, but none can be here: it was parsed as JSON.
  const data = text.trim();
  const bytes = itemBytes({ topic, data, updated_at: new Date(0).toISOString() });
  if (bytes > maxItemBytes) {
    throw new EntryError(
      `The entry takes ${bytes} bytes with its topic; DynamoDB keeps at most ${maxItemBytes} in an item.`,
    );
  }
  return data;
}

function assertWellFormed(what: string, text: string): void {
  if (text.isWellFormed()) return;
  throw new EntryError(`The ${what} holds half a character (a lone surrogate), which cannot be stored.`);
}

/** The size that DynamoDB counts: names and values in UTF-8. */
function itemBytes(attributes: Readonly<Record<string, string>>): number {
  return Buffer.byteLength(Object.entries(attributes).flat().join(''));
}

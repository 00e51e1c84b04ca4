// Checks an entry: a query can reach its topic, and its data is JSON. How large both may be is checked by DynamoDB.

import { isUtf8 } from 'node:buffer';
import { normalizeTopic, reservedPrefixes } from '../../lib/actions/lookup.ts';
import { info as isInfoPayload } from '../../lib/generated/validators.js';
import { errorMessage, StartError } from '../shared/errors.ts';

/** The topic as it is stored.
 * @throws StartError when no query could ever ask for it. */
export function readTopic(text: string): string {
  assertWellFormed('topic', text);
  const topic = normalizeTopic(text);
  // The typed text and the normal form are both queries for this topic, and each may be the shorter one.
  if (!isQuery(text) && !isQuery(topic)) {
    throw new StartError(
      'A query has a visible character and at most 256 characters: none can ask for this topic.',
    );
  }
  const prefix = reservedPrefixes.find((reserved) => topic.startsWith(reserved));
  if (prefix !== undefined) {
    throw new StartError(`A topic cannot begin with ${prefix}, which asks for an execution.`);
  }
  return topic;
}

function isQuery(query: string): boolean {
  return isInfoPayload({ action_type: 'info', query });
}

/** Bytes as text.
 * @throws StartError when they are not UTF-8: each wrong byte would be stored as U+FFFD. */
export function decodeData(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new StartError('The data is not UTF-8.');
  return bytes.toString();
}

/** The data as it is stored: the very text, without the white space around it.
 * @throws StartError when it is not JSON. */
export function readData(text: string): string {
  assertWellFormed('data', text);
  if (text.startsWith('\ufeff')) {
    throw new StartError('The data begins with a byte order mark (U+FEFF): leave it out.');
  }
  try {
    JSON.parse(text);
  } catch (error) {
    const why = errorMessage(error);
    throw new StartError(`The data is not JSON (${why}). A string needs its quotes: '"like this"'.`);
  }
  // trim() also removes characters that are white space only outside of JSON, but none can be here: it was parsed as JSON.
  return text.trim();
}

function assertWellFormed(what: string, text: string): void {
  if (text.isWellFormed()) return;
  throw new StartError(`The ${what} holds half a character (a lone surrogate), which cannot be stored.`);
}

// Owns what may be kept as an entry: which topics a query can reach, and that its data is JSON.

import { normalizeTopic, reservedPrefixes } from '../../lib/actions/lookup.ts';

/** An entry that cannot be kept; the message says what to change. */
export class EntryError extends Error {
  override readonly name = 'EntryError';
}

// The longest query that the contract lets through, in code points.
const longestTopic = 256;

/** The topic as it is stored.
 * @throws EntryError when no query could ever ask for it. */
export function readTopic(text: string): string {
  const topic = normalizeTopic(text);
  if (topic === '') throw new EntryError('The topic is empty.');
  const length = Array.from(topic).length;
  if (length > longestTopic) {
    throw new EntryError(`The topic has ${length} characters; a query has at most ${longestTopic}.`);
  }
  const prefix = reservedPrefixes.find((reserved) => topic.startsWith(reserved));
  if (prefix !== undefined) {
    throw new EntryError(`A topic cannot begin with ${prefix}, which asks for an execution.`);
  }
  return topic;
}

/** The data as it is stored: JSON on one line.
 * @throws EntryError when it is not JSON. */
export function readData(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new EntryError(`The data is not JSON (${why}). A string needs its quotes: '"like this"'.`);
  }
}

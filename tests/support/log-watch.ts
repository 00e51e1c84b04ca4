// Owns the watch over what a test file's services log: every line is kept, and at the end of the file each is judged.
// Import it before the service is loaded: Powertools takes the streams of the process when it makes its logger.
import { Writable } from 'node:stream';
import { afterAll } from '@jest/globals';
import { faultsOf } from './log-lines.ts';
import type { SentRequest } from './requests.ts';

const lines: string[] = [];
const payloadValues = new Set<string>();
const repeatable = new Set<string>();
const mostOfActionType = 64;
const mostFaultsShown = 5;
const mostOfFaultShown = 400;

/** Every line so far, of every service of this test file. */
export function loggedLines(): readonly string[] {
  return lines;
}

/** Takes note of what a request sends, so that lines can be judged by it. */
export function noteRequest(request: SentRequest): void {
  const value = readRequest(request);
  if (typeof value !== 'object' || value === null) return;
  const { trace_id, decision, data } = value as Record<string, unknown>;
  const payload = field(data, 'payload');
  const actionType = field(payload, 'action_type');
  for (const text of [trace_id, decision, actionType]) {
    if (typeof text === 'string')
      repeatable.add(Array.from(text).slice(0, textLimit(text, trace_id)).join(''));
  }
  for (const text of textsOf(payload)) payloadValues.add(text);
}

function textLimit(text: unknown, traceId: unknown): number {
  return text === traceId ? Number.POSITIVE_INFINITY : mostOfActionType;
}

function readRequest({ json, body, isBase64Encoded }: SentRequest): unknown {
  if (body === undefined) return json;
  try {
    return JSON.parse(isBase64Encoded === true ? Buffer.from(body, 'base64').toString('utf8') : body);
  } catch {
    // Nothing of a body that cannot be read may be logged at all.
    for (const word of body.split(/[^\p{L}\p{N}]+/u)) if (word.length >= 8) payloadValues.add(word);
    return undefined;
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

/** Every text of a payload but its action type. */
function textsOf(payload: unknown): string[] {
  const texts: string[] = [];
  const open: unknown[] = [payload];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value === 'string') texts.push(value);
    else if (typeof value === 'object' && value !== null) {
      for (const [name, inner] of Object.entries(value)) if (name !== 'action_type') open.push(inner);
    }
  }
  return texts;
}

/** A stream that keeps each line written to it. */
function keepLines(): Writable {
  let rest = '';
  return new Writable({
    decodeStrings: false,
    write(chunk: string | Buffer, _encoding, done) {
      const parts = (rest + String(chunk)).split('\n');
      rest = parts.pop() ?? '';
      lines.push(...parts);
      done();
    },
  });
}

// The process object of a test file is its own: Jest's reports go elsewhere.
const streams = { stdout: keepLines(), stderr: keepLines() };
Object.defineProperty(process, 'stdout', { configurable: true, get: () => streams.stdout });
Object.defineProperty(process, 'stderr', { configurable: true, get: () => streams.stderr });

afterAll(() => {
  const faults = faultsOf(lines, { payloadValues, repeatable });
  if (faults.length === 0) return;
  const first = faults.slice(0, mostFaultsShown).map((fault) => fault.slice(0, mostOfFaultShown));
  throw new Error(`lines of the log break their rule, ${faults.length} times:\n${first.join('\n')}`);
});

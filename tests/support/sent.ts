// Notes what tests send, for the check of log lines: values that no line may hold, and values that a line may repeat.
import type { SentValues } from './log-lines.ts';
import type { SentRequest } from './requests.ts';

export type Notes = SentValues & {
  /** Takes note of what a request sends. */
  note(request: SentRequest): void;
};

const maxActionTypeLength = 64;

export function takeNotes(origin: SentValues['origin']): Notes {
  const payloadValues = new Set<string>();
  const repeatable = new Set<string>();
  return {
    origin,
    payloadValues,
    repeatable,
    note(request) {
      const value = readRequest(request, payloadValues);
      if (typeof value !== 'object' || value === null) return;
      const { trace_id, decision, data } = value as Record<string, unknown>;
      const payload = field(data, 'payload');
      const actionType = field(payload, 'action_type');
      for (const text of [trace_id, decision, actionType]) {
        if (typeof text === 'string')
          repeatable.add(Array.from(text).slice(0, textLimit(text, trace_id)).join(''));
      }
      for (const text of textsOf(payload)) payloadValues.add(text);
    },
  };
}

function textLimit(text: unknown, traceId: unknown): number {
  return text === traceId ? Number.POSITIVE_INFINITY : maxActionTypeLength;
}

function readRequest({ json, body, isBase64Encoded }: SentRequest, payloadValues: Set<string>): unknown {
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

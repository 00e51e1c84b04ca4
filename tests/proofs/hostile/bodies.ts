// Makes bodies of one size that are meant to cost time, with each hostile form of a value in each field; and an honest one.
import { readFileSync } from 'node:fs';
import { actionTable, type ActionType } from '../../../lib/generated/tables.ts';

/** Of the value, in bytes of JSON: with its envelope a body stays below the limit of 64 KiB. */
export const fullBytes = 60_000;

type Form = (bytes: number) => string;

/** A unit, as often as it fits. */
const times =
  (unit: string, before = '', after = ''): Form =>
  (bytes) =>
    `${before}${unit.repeat(Math.floor(bytes / Buffer.byteLength(unit)))}${after}`;
const text = (unit: string): Form => times(unit, '"', '"');
const list = (entry: string): Form => times(`${entry},`, '[', entry.concat(']'));

/** Values in JSON, by what they are made of. */
export const forms: Readonly<Record<string, Form>> = {
  zeros: text('0'),
  spaces: text(' '),
  'line separators': text('\u2028'),
  'zero width spaces': text('\u200b'),
  'tag characters': text('\u{e0061}'),
  'opening brackets in a text': text('['),
  'combining marks': text('\u0301'),
  slashes: text('/'),
  tildes: text('~'),
  'escaped backslashes': text(String.raw`\\`),
  'escaped quotes': text(String.raw`\"`),
  'escaped letters': text(String.raw`\u0061`),
  'escaped nulls': text(String.raw`\u0000`),
  'escaped surrogate pairs': text(String.raw`\ud83d\ude00`),
  'a lone surrogate at the end': (bytes) =>
    `"${String.raw`\ud83d\ude00`.repeat(bytes / 12)}${String.raw`\ud83d`}"`,
  'a fraction of zeros': (bytes) => `"2020-01-01T00:00:00.${'0'.repeat(bytes)}1Z"`,
  'a zone of letters': (bytes) => `"${'Etc/'.repeat(bytes / 4)}"`,
  'lists in one another': (bytes) => `${'['.repeat(bytes / 2)}${']'.repeat(bytes / 2)}`,
  'objects in one another': (bytes) => `${'{"a":'.repeat(bytes / 6)}1${'}'.repeat(bytes / 6)}`,
  'a list of numbers': list('1'),
  'a list of lists': list('[]'),
  'a list of objects': list('{}'),
  'a list of empty texts': list('""'),
  'a list of one text': list('"a"'),
  'a list of __proto__': list('"__proto__"'),
  'a list of texts that differ': (bytes) =>
    JSON.stringify(Array.from({ length: bytes / 8 }, (_, index) => `${1e4 + index}`)),
  'an object of names that differ': (bytes) =>
    JSON.stringify(
      Object.fromEntries(Array.from({ length: bytes / 10 }, (_, index) => [`k${1e4 + index}`, 1])),
    ),
};

/** The first example of the action's schema: a payload that is accepted. */
function complete(type: ActionType): Readonly<Record<string, unknown>> {
  const schema = JSON.parse(readFileSync(`schemas/actions/${type}.schema.json`, 'utf8')) as {
    examples: [Readonly<Record<string, unknown>>];
  };
  return schema.examples[0];
}

/** Where a hostile value can be: the body around it, by the field's name. */
export const places: Readonly<Record<string, (value: string) => string>> = {
  ...Object.fromEntries(
    (Object.keys(actionTable) as ActionType[]).flatMap((type) =>
      [...actionTable[type].fields, 'action_type', 'unknown'].map((field) => [
        `${type}.${field}`,
        (value: string) => execute(withField(complete(type), field, value)),
      ]),
    ),
  ),
  trace_id: (value) => `{"trace_id":${value},"decision":"workflow"}`,
  decision: (value) => `{"trace_id":"a","decision":${value}}`,
  data: (value) => `{"trace_id":"a","decision":"workflow","data":${value}}`,
  payload: (value) => execute(value),
  workflow_type: (value) =>
    `{"trace_id":"a","decision":"workflow","data":{"workflow_type":${value},"payload":{}}}`,
  'data of another decision': (value) => `{"trace_id":"a","decision":"respond","data":${value}}`,
  'the whole body': (value) => value,
};

/** As many bytes as a hostile one, and all of it taken: fifty participants, to the last character that they may have. */
export const honestBody = execute(
  JSON.stringify({
    ...complete('meeting'),
    description: 'd'.repeat(4_000),
    participants: Array.from({ length: 50 }, (_, index) => `${10 + index}${'\u{1f600}'.repeat(252)}`),
  }),
);

function withField(payload: Readonly<Record<string, unknown>>, field: string, value: string): string {
  const others = Object.fromEntries(Object.entries(payload).filter(([name]) => name !== field));
  return `{${JSON.stringify(field)}:${value},${JSON.stringify(others).slice(1)}`.replace(/,\}$/, '}');
}

function execute(payload: string): string {
  return `{"trace_id":"a","decision":"workflow","data":{"workflow_type":"workflow","payload":${payload}}}`;
}

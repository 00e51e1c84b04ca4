// The details of a refusal: for each keyword of the schemas a path into the request, and a message that says what to change.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { patternMessages } from '../../../lib/generated/tables.ts';
import { adapterVariables } from '../../../lib/generated/validators.js';
import { explain } from '../../../lib/validation/explain.ts';
import type { JsonObject } from '../../../lib/domain/json.ts';
import { meetingRequest, reminderRequest, taskRequest } from '../../support/requests.ts';
import { checkRequest } from '../../support/check-request.ts';

const canary = 'what the caller wrote';

/** The details of a refusal, as `path message`. */
function detailsOf({ json }: { readonly json: JsonObject }): string[] {
  const checked = checkRequest(json);
  if (checked.kind !== 'refused') throw new Error('the request was not refused');
  return (checked.failure.details ?? []).map(({ path, message }) => `${path} ${message}`);
}

const task = (payload: JsonObject) => taskRequest({ payload });
const meeting = (payload: JsonObject) => meetingRequest({ payload });
const reminder = (payload: JsonObject) => reminderRequest({ payload });
const envelope = (change: JsonObject) => ({ json: { ...taskRequest().json, ...change } });
const dueForm = 'must be a date such as 2031-04-01, or a time such as 2031-04-01T09:30:00Z';
const timeForm = 'must be a time such as 2031-04-01T09:30:00Z, 2031-04-01T09:30:00+02:00 or 2031-04-01T09:30';

const notText = (wanted: string) => `, not a string: send the ${wanted} itself, not its JSON text`;

const cases: [keyword: string, request: { readonly json: JsonObject }, details: string[]][] = [
  ['additionalProperties', task({ titel: canary }), ['/data/payload/titel is not a known field; remove it']],
  [
    'additionalProperties',
    task({ 'a/b~c': canary }),
    ['/data/payload/a~1b~0c is not a known field; remove it'],
  ],
  ['additionalProperties', envelope({ user: canary }), ['/user is not a known field; remove it']],
  ['required', envelope({ data: { payload: {} } }), ['/data/workflow_type is required']],
  ['required', { json: { trace_id: 'a' } }, ['/decision is required']],
  ['type', task({ title: 7 }), ['/data/payload/title must be a string']],
  ['type', task({ tags: 7 }), ['/data/payload/tags must be an array']],
  ['type', task({ tags: canary }), [`/data/payload/tags must be an array${notText('array')}`]],
  ['type', envelope({ data: canary }), [`/data must be an object${notText('object')}`]],
  ['type', envelope({ data: [canary] }), ['/data must be an object, not a list']],
  [
    'type',
    envelope({ data: { workflow_type: 'workflow', payload: canary } }),
    [`/data/payload must be an object${notText('object')}`],
  ],
  ['type', envelope({ decision: 1 }), ['/decision must be a string']],
  [
    'const',
    envelope({ data: { workflow_type: canary } }),
    ['/data/workflow_type must be exactly "workflow"'],
  ],
  ['enum', task({ priority: canary }), ['/data/payload/priority must be one of low, normal, high, urgent']],
  ['minLength', envelope({ decision: '' }), ['/decision must not be empty']],
  ['pattern', task({ tags: ['a', ' '] }), ['/data/payload/tags/1 must have a visible character']],
  ['maxLength', envelope({ decision: 'x'.repeat(65) }), ['/decision must have at most 64 characters']],
  ['maxLength', task({ title: 'x'.repeat(257) }), ['/data/payload/title must have at most 256 characters']],
  ['maxItems', task({ tags: letters(21) }), ['/data/payload/tags must have at most 20 entries']],
  [
    'maxItems',
    meeting({ participants: letters(51) }),
    ['/data/payload/participants must have at most 50 entries'],
  ],
  ['uniqueItems', task({ tags: ['a', 'b', 'a'] }), ['/data/payload/tags must not have the same entry twice']],
  ['pattern', task({ due: canary }), [`/data/payload/due ${dueForm}`]],
  ['pattern', reminder({ time: canary }), [`/data/payload/time ${timeForm}`]],
  [
    'pattern',
    meeting({ start_time: '2031-04-01', end_time: '09:30' }),
    [`/data/payload/start_time ${timeForm}`, `/data/payload/end_time ${timeForm}`],
  ],
];

test.each(cases)('a breach of "%s" has its path and its message: %#', (_keyword, request, details) => {
  expect(detailsOf(request)).toEqual(details);
  expect(JSON.stringify(details)).not.toContain(canary);
});

test('a list with too few entries has its message, although a request with one is refused as missing before', () => {
  const error = { keyword: 'minItems', instancePath: '/tags', schemaPath: '', params: { limit: 1 } };
  expect(explain([error], {})).toEqual([{ path: '/tags', message: 'must have at least 1 entry' }]);
});

test('lengths are counted in code points', () => {
  expect(checkRequest(task({ title: '🪶'.repeat(256) }).json).kind).toBe('accepted');
  expect(detailsOf(task({ title: '🪶'.repeat(257) }))).toHaveLength(1);
});

test('every breach has a detail, up to twenty', () => {
  expect(detailsOf(task({ priority: 'x', tags: 1, titel: 1 }))).toHaveLength(3);
  const unknown = Object.fromEntries(letters(25).map((letter) => [letter, canary]));
  expect(detailsOf(task(unknown))).toHaveLength(20);
});

test('every keyword of the schemas of requests is tested here', () => {
  const tested = new Set(cases.map(([keyword]) => keyword));
  expect([...requestKeywords()].filter((keyword) => !tested.has(keyword)).toSorted()).toEqual(['minItems']);
});

test('every pattern of the schemas has a message', () => {
  const patterns = [...schemas()].flatMap((schema) => [...patternsOf(schema)]);
  // Instants occur in responses and webhooks alone: no request is refused by one.
  const instants = ['', String.raw`\.[0-9]{3}`].map(
    (fraction) => `^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}${fraction}Z$`,
  );
  expect(patterns.length).toBeGreaterThan(5);
  expect(
    patterns.filter((pattern) => !instants.includes(pattern) && !Object.hasOwn(patternMessages, pattern)),
  ).toEqual([]);
});

test('a variable that another one asks for has its path, and the name of that other one', () => {
  const variables = { CALDAV_URL: 'https://example.com', CALDAV_PASSWORD: canary };
  expect(adapterVariables.caldav(variables)).toBe(false);
  expect(explain(adapterVariables.caldav.errors, variables)).toEqual([
    { path: '/CALDAV_USERNAME', message: 'is required with CALDAV_PASSWORD' },
  ]);
});

test('a variable that has the form of a URL, but is none, has its path, and a message of its own', () => {
  const variables = { CALDAV_URL: 'https://[' };
  expect(adapterVariables.caldav(variables)).toBe(false);
  expect(explain(adapterVariables.caldav.errors, variables)).toEqual([
    { path: '/CALDAV_URL', message: 'must be a URL that can be called' },
  ]);
});

function letters(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `word${index}`);
}

function* schemas(folder = 'schemas'): Generator<JsonObject> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((name) => name.endsWith('.schema.json'))) {
    yield JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')) as JsonObject;
  }
}

/** Keywords that can refuse a request. `result` belongs to responses, `notGiven` to the OpenAPI document. */
function requestKeywords(): Set<string> {
  const silent = ['$ref', 'properties', 'items', 'if', 'then', 'examples', 'title', 'description'];
  const keywords = new Set<string>();
  const visit = (schema: unknown): void => {
    if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return;
    for (const [keyword, value] of Object.entries(schema)) {
      if (keyword === 'properties') Object.values(value as JsonObject).forEach(visit);
      else if (keyword === '$defs') visitDefinitions(value as JsonObject);
      else if (keyword === 'items' || keyword === 'then') visit(value);
      else if (!keyword.startsWith('$') && !keyword.startsWith('x-') && !silent.includes(keyword))
        keywords.add(keyword);
    }
  };
  const visitDefinitions = (definitions: JsonObject): void => {
    for (const [name, definition] of Object.entries(definitions))
      if (name !== 'result' && name !== 'notGiven') visit(definition);
  };
  for (const schema of schemas())
    if (/^(?:actions|request|common)/.test(String(schema['$id']))) visit(schema);
  return keywords;
}

function* patternsOf(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const [keyword, inner] of Object.entries(value)) {
    if (keyword === 'pattern' && typeof inner === 'string') yield inner;
    else yield* patternsOf(inner);
  }
}

test.each([
  [{ keyword: 'minLength', params: { limit: 2 } }, 'must have at least 2 characters'],
  [{ keyword: 'minItems', params: { limit: 1 } }, 'must have at least 1 entry'],
  [{ keyword: 'minItems', params: { limit: 2 } }, 'must have at least 2 entries'],
  [
    { keyword: 'pattern', params: { pattern: '^of no schema$' } },
    'is not of the form that its schema asks for',
  ],
  [{ keyword: 'multipleOf', params: {}, message: 'must be multiple of 2' }, 'must be multiple of 2'],
  [{ keyword: 'multipleOf', params: {} }, 'does not fit its schema'],
  [{ keyword: 'type', params: { type: ['integer', 'null', 'string'] } }, 'must be an integer or a string'],
])('%j has a message, although no schema uses it today', (error, message) => {
  expect(explain([{ instancePath: '/a', schemaPath: '', ...error }], { a: 'b' }, '/data')).toEqual([
    { path: '/data/a', message },
  ]);
});

// The OpenAPI document: it is valid, has every error code, and its examples match its schemas.
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { actionTable } from '../../lib/generated/tables.ts';
import { errorTable } from '../contract/error-table.ts';
import { document, documentText, fits, ownResponses, requestMedia, responseMedia } from './document.ts';

test('the document is valid OpenAPI 3.1', async () => {
  const validator = new Validator();
  expect(await validator.validate(documentText)).toEqual({ valid: true });
  expect(validator.version).toBe('3.1');
});

test('the version is that of the package, and the server is whoever serves the document', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  expect(document.info.version).toBe(version);
  expect(document.servers).toEqual([{ url: '/' }]);
});

test('the first request to try is the documented one', () => {
  expect(Object.values(requestMedia().examples)[0]?.value).toEqual({
    trace_id: 'task-001',
    decision: 'workflow',
    data: { workflow_type: 'workflow', payload: { action_type: 'task', title: 'Submit payroll report' } },
  });
});

test('every error code of tests/contract/error-table.ts has an example, under its status and no other', () => {
  const found = ownResponses
    .filter(([status]) => status !== '200')
    .flatMap(([status]) =>
      Object.keys(responseMedia(Number(status)).examples).map((code) => `${code} ${status}`),
    );
  const expected = Object.entries(errorTable).map(([code, [status]]) => `${code} ${status}`);
  expect(found.toSorted()).toEqual(expected.toSorted());
  expect(document.components.schemas['ErrorCode']?.enum?.toSorted()).toEqual(
    Object.keys(errorTable).toSorted(),
  );
});

test('every example fits its schema', () => {
  const all = [requestMedia(), ...ownResponses.map(([status]) => responseMedia(Number(status)))];
  const misfits = all.flatMap((media) =>
    Object.entries(media.examples).filter(([, { value }]) => !fits(media, value)),
  );
  expect(misfits).toEqual([]);
});

test('the example of one status does not fit the schema of another', () => {
  const conflict = responseMedia(422).examples['trace_id_conflict']?.value;
  expect([200, 400, 409, 422].filter((status) => fits(responseMedia(status), conflict))).toEqual([422]);
});

test('each response names its headers', () => {
  const named = ownResponses.map(([status, { headers }]) => [status, Object.keys(headers).join(' ')]);
  const common = 'Content-Type Cache-Control X-Trace-Id';
  expect(Object.fromEntries(named)).toEqual({
    200: `${common} Idempotent-Replayed`,
    400: common,
    404: common,
    409: `${common} Retry-After`,
    413: common,
    415: common,
    422: common,
    500: common,
    502: `${common} Idempotent-Replayed`,
    503: `${common} Retry-After`,
    504: common,
  });
});

test('action_type tells the payloads apart', () => {
  expect(document.components.schemas['Payload']).toMatchObject({
    discriminator: {
      propertyName: 'action_type',
      mapping: Object.fromEntries(
        Object.keys(actionTable).map((type) => [
          type,
          `#/components/schemas/${type.charAt(0).toUpperCase()}${type.slice(1)}Payload`,
        ]),
      ),
    },
  });
});

test('it has no keyword that only the schema files use', () => {
  expect(documentText).not.toMatch(/x-missing|x-pattern-message|\.schema\.json|\$comment/);
});

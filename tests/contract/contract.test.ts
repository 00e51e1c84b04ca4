// The contract's cases on the service in process, on each store; and every response is checked against the OpenAPI document.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { fits, requestMedia, responseMedia } from '../generate/document.ts';
import { describeWith } from '../support/describe-with.ts';
import { startBeforeAll } from '../support/start-before-all.ts';
import { startDynalite, startDynamoDbLocal, type TestStore } from '../support/store.ts';
import { allCases } from './all-cases.ts';
import { isReadOnly, type Case, type Step } from './case.ts';
import type { ReceivedResponse } from './exchange.ts';
import { inProcess, type Encoding } from './in-process.ts';
import { runCase } from './run-case.ts';

describe('on dynalite', () => {
  runCases(allCases, startDynalite, 'text');
});
// After the body is read nothing differs, so that the read-only cases are enough.
describe('on dynalite, with bodies in base64', () => {
  runCases(allCases.filter(isReadOnly), startDynalite, 'base64');
});
describeWith('DynamoDB Local', 'on DynamoDB Local', () => {
  runCases(allCases, startDynamoDbLocal, 'text');
});

function runCases(cases: readonly Case[], startStore: () => Promise<TestStore>, encoding: Encoding): void {
  const run = randomUUID().slice(0, 8);
  const invalid: string[] = [];
  const app = startBeforeAll(startStore);

  test.each(cases.map((given) => [given.name, given] as const))('%s', async (_name, given) => {
    const observe = (step: Step, received: ReceivedResponse) =>
      invalid.push(...invalidBodies(step, received));
    expect(await runCase(given, run, inProcess(app.service, encoding), observe)).toEqual([]);
  });

  test('every response matches the OpenAPI document, and so does every accepted request', () => {
    expect(invalid).toEqual([]);
  });
}

/** The response and the request, if it was accepted, as far as they do not match the OpenAPI document. */
function invalidBodies({ request }: Step, { status, body }: ReceivedResponse): string[] {
  const invalid = fits(responseMedia(status), JSON.parse(body)) ? [] : [body];
  const accepted = status === 200 && request.json !== undefined;
  return accepted && !fits(requestMedia(), request.json)
    ? [...invalid, JSON.stringify(request.json)]
    : invalid;
}

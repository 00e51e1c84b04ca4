// What is asked of Parameter Store, and how its failures are named; the service itself is played by moto in secret.test.ts.
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { createParameterReader } from '../../../lib/adapters/parameter-store.ts';
import '../../support/aws-environment.ts';
import {
  answer,
  endless,
  halfBody,
  noAnswer,
  reset,
  startReceiver,
  type Behaviour,
  type Receiver,
} from './delivery/receiver.ts';

const name = '/workflow-executor/canary-parameter';
const value = 'canary-value';
const json = { 'content-type': 'application/x-amz-json-1.1' };
const found = answer(200, JSON.stringify({ Parameter: { Name: name, Value: value } }), json);
const refuse = (status: number, type: string): Behaviour =>
  answer(status, JSON.stringify({ __type: type, message: `no ${name}, which holds ${value}` }), json);

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.close());

const initialEnvironment = { ...process.env };
afterEach(() => {
  for (const variable of Object.keys(process.env))
    if (!(variable in initialEnvironment)) delete process.env[variable];
});

const patient = () => new AbortController().signal;

/** The name of the error; fails if the error shows the value or the parameter. */
async function failureOf(read: Promise<string>): Promise<string> {
  const error = await read.then(
    () => new Error('nothing failed'),
    (reason: unknown) => reason as Error,
  );
  expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/canary/);
  expect(error.message).toBe('A secret could not be read from Parameter Store.');
  return error.name;
}

test('one GetParameter with decryption is sent', async () => {
  receiver.behave(found);
  expect(await createParameterReader(name, receiver.url)(patient())).toBe(value);
  expect(
    receiver.received.map(({ method, path, headers, body }) => [
      method,
      path,
      headers['content-type'],
      headers['x-amz-target'],
      JSON.parse(body) as unknown,
    ]),
  ).toEqual([
    [
      'POST',
      '/',
      'application/x-amz-json-1.1',
      'AmazonSSM.GetParameter',
      { Name: name, WithDecryption: true },
    ],
  ]);
});

test.each([
  [400, 'AccessDeniedException'],
  [400, 'ParameterNotFound'],
  [400, 'InvalidKeyId'],
  [400, 'ExpiredTokenException'],
  [400, 'SomethingNewException'],
])(
  'after a refusal with %d %s that is the name of the error, and it is not tried again',
  async (status, type) => {
    receiver.behave(refuse(status, type), found);
    expect(await failureOf(createParameterReader(name, receiver.url)(patient()))).toBe(type);
    expect(receiver.received).toHaveLength(1);
  },
);

test.each([
  ['400 ThrottlingException', refuse(400, 'ThrottlingException'), 'ThrottlingException'],
  ['500 InternalServerError', refuse(500, 'InternalServerError'), 'InternalServerError'],
  ['503 in HTML', answer(503, `<html>${value}</html>`), 'HTTP 503'],
  // In Jest's realm an error of Node may have no code.
  ['a reset', reset, expect.stringMatching(/^(?:ECONNRESET|UND_ERR_SOCKET|SocketError|Error)$/)],
  ['no answer', noAnswer, 'TimeoutError'],
])(
  'after %s it is tried again, up to three times in all',
  async (_what, behaviour, failure) => {
    receiver.behave(behaviour, behaviour, found);
    expect(await createParameterReader(name, receiver.url)(patient())).toBe(value);
    expect(receiver.received).toHaveLength(3);
    receiver.behave(behaviour);
    expect(await failureOf(createParameterReader(name, receiver.url)(patient()))).toEqual(failure);
    expect(receiver.received).toHaveLength(3);
  },
  30_000,
);

test.each([
  ['without a parameter', answer(200, '{}', json), 'ParameterWithoutValue'],
  ['with a parameter without a value', answer(200, '{"Parameter":{}}', json), 'ParameterWithoutValue'],
  ['with an empty body', answer(200, '', json), 'ParameterWithoutValue'],
  ['in HTML', answer(200, `<html>${value}</html>`, json), 'ParameterWithoutValue'],
  ['with half a body', halfBody(`{"Parameter":{"Value":"${value}"`), expect.stringMatching(/^[A-Za-z]+$/)],
  ['of 403 in HTML', answer(403, `<html>${value} ${name}</html>`), 'HTTP 403'],
  ['of 400 with a namespace', refuse(400, 'com.amazonaws.ssm#ParameterNotFound'), 'ParameterNotFound'],
  ['that redirects', answer(302, '', { location: 'http://127.0.0.1:1/' }), 'HTTP 302'],
  ['that names its error with the value', refuse(400, `${value} is refused`), 'UnknownError'],
  ['that names its error with 65 letters', refuse(400, 'A'.repeat(65)), 'UnknownError'],
])('an answer %s is no value, and nothing of it is in the error', async (_what, behaviour, failure) => {
  receiver.behave(behaviour);
  expect(await failureOf(createParameterReader(name, receiver.url)(patient()))).toEqual(failure);
});

test.each([
  ['2', value, 2],
  ['3', 'HTTP 503', 1],
])(
  'after an answer that asks for a pause of %s s the result is %s, because 2.5 s are the most',
  async (seconds, end, count) => {
    receiver.behave(answer(503, '', { 'retry-after': seconds }), found);
    const read = createParameterReader(name, receiver.url)(patient());
    expect(await read.catch((error: unknown) => (error as Error).name)).toBe(end);
    expect(receiver.received).toHaveLength(count);
  },
);

test('the signal ends the request while nothing is answered', async () => {
  receiver.behave(noAnswer);
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 200);
  expect(await failureOf(createParameterReader(name, receiver.url)(controller.signal))).toBe('AbortError');
});

test('of an answer without an end only so much is read as a parameter can have', async () => {
  receiver.behave(endless);
  expect(await failureOf(createParameterReader(name, receiver.url)(patient()))).toBe('ParameterWithoutValue');
});

test.each(['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_SSM'])('%s sets the endpoint', async (variable) => {
  process.env[variable] = receiver.url;
  receiver.behave(found);
  expect(await createParameterReader(name)(patient())).toBe(value);
});

// How long the value of a secret is kept, when its parameter is read anew, and how many requests that takes.
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { callWithSecret, createSecret, parameterName, type Secret } from '../../../lib/adapters/secret.ts';
import { UnavailableError } from '../../../lib/adapters/unavailable.ts';
import '../../support/aws-environment.ts';
import { describeWith } from '../../support/describe-with.ts';
import { invocationAt } from '../../support/executions.ts';
import { startMoto, type Moto } from '../../support/python.ts';
import { answer, noAnswer, startReceiver, type Receiver } from './delivery/receiver.ts';

const nowMs = Date.UTC(2031, 3, 1, 9, 30);
const minutes = 60_000;
const holding = (value: string) => answer(200, JSON.stringify({ Parameter: { Value: value } }));
const denied = answer(400, '{"__type":"AccessDeniedException"}');

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.close());

const signal = new AbortController().signal;
const parameter = () => createSecret('ssm:/secret', receiver.url);

test.each(['password', '', 'ssm:', 'ssm:secret', ' ssm:/secret', '/secret'])(
  'a literal secret is its value, refused or not, and nothing is asked: %j',
  async (configured) => {
    receiver.behave(holding('another'));
    const secret = createSecret(configured, receiver.url);
    const values = [await secret.read(signal, nowMs), await secret.read(signal, nowMs + 1, configured)];
    expect([values, receiver.received.length, parameterName(configured)]).toEqual([
      [configured, configured],
      0,
      undefined,
    ]);
  },
);

test('the name of the parameter begins with its slash', () => {
  expect(parameterName('ssm:/stage/secret')).toBe('/stage/secret');
});

test('a parameter is read at first use, and kept for five minutes', async () => {
  receiver.behave(holding('old'), holding('new'));
  const secret = parameter();
  expect(receiver.received).toHaveLength(0);
  expect(await secret.read(signal, nowMs)).toBe('old');
  expect(await secret.read(signal, nowMs + 5 * minutes - 1)).toBe('old');
  expect(receiver.received).toHaveLength(1);
  expect(await secret.read(signal, nowMs + 5 * minutes)).toBe('new');
  expect(await secret.read(signal, nowMs + 10 * minutes - 1)).toBe('new');
  expect(receiver.received).toHaveLength(2);
});

test('after a refusal the parameter is read anew, at the same instant too', async () => {
  receiver.behave(holding('old'), holding('new'));
  const secret = parameter();
  await secret.read(signal, nowMs);
  expect(await secret.read(signal, nowMs, 'old')).toBe('new');
  expect(await secret.read(signal, nowMs)).toBe('new');
  expect(receiver.received).toHaveLength(2);
});

test('a refusal of a value that has been replaced since makes no request', async () => {
  receiver.behave(holding('old'), holding('new'));
  const secret = parameter();
  await secret.read(signal, nowMs);
  await secret.read(signal, nowMs, 'old');
  expect(await secret.read(signal, nowMs + minutes, 'old')).toBe('new');
  expect(receiver.received).toHaveLength(2);
});

test('callers at the same time share one request, at first use and after a refusal', async () => {
  receiver.behave(holding('old'), holding('new'));
  const secret = parameter();
  const readAll = async (refused?: string) =>
    await Promise.all(Array.from({ length: 20 }, () => secret.read(signal, nowMs, refused)));
  expect([new Set(await readAll()), receiver.received.length]).toEqual([new Set(['old']), 1]);
  expect([new Set(await readAll('old')), receiver.received.length]).toEqual([new Set(['new']), 2]);
});

test('while a value goes on being refused there are 30 seconds between two requests', async () => {
  receiver.behave(holding('same'));
  const secret = parameter();
  await secret.read(signal, nowMs);
  const counts: number[] = [];
  for (const afterMs of [0, 1, 29_999, 30_000, 30_001, 59_999, 60_000]) {
    expect(await secret.read(signal, nowMs + afterMs, 'same')).toBe('same');
    counts.push(receiver.received.length);
  }
  expect(counts).toEqual([2, 2, 2, 3, 3, 3, 4]);
});

test('a value that cannot be read again stays in use, and there are 30 seconds between two attempts', async () => {
  receiver.behave(holding('old'), denied, denied, holding('new'));
  const secret = parameter();
  await secret.read(signal, nowMs);
  const seen: [string, number][] = [];
  for (const afterMs of [0, 29_999, 30_000, 60_000]) {
    const value = await secret.read(signal, nowMs + 5 * minutes + afterMs);
    seen.push([value, receiver.received.length]);
  }
  expect(seen).toEqual([
    ['old', 2],
    ['old', 2],
    ['old', 3],
    ['new', 4],
  ]);
});

test('a value whose renewal is not answered stays in use after two seconds', async () => {
  receiver.behave(holding('old'), noAnswer);
  const secret = parameter();
  await secret.read(signal, nowMs);
  const startedMs = performance.now();
  expect(await secret.read(signal, nowMs + 5 * minutes)).toBe('old');
  const tookMs = performance.now() - startedMs;
  expect(tookMs).toBeGreaterThanOrEqual(1_990);
  expect(tookMs).toBeLessThan(4_000);
});

test('a caller without time left delays no other', async () => {
  receiver.behave(holding('old'), holding('new'));
  const secret = parameter();
  await secret.read(signal, nowMs);
  expect(await secret.read(AbortSignal.abort(), nowMs, 'old')).toBe('old');
  expect(await secret.read(signal, nowMs, 'old')).toBe('new');
});

test('an error that is no failure of Parameter Store is thrown on, with a value too', async () => {
  receiver.behave(holding('old'));
  const secret = parameter();
  await secret.read(signal, nowMs);
  const defect = new TypeError('a defect');
  await expect(secret.read(AbortSignal.abort(defect), nowMs + 5 * minutes)).rejects.toBe(defect);
});

test('without a value the error has the name of the failure, and the next caller tries again', async () => {
  receiver.behave(denied, holding('value'));
  const secret = parameter();
  await expect(secret.read(signal, nowMs)).rejects.toThrow(
    expect.objectContaining({ name: 'AccessDeniedException' }),
  );
  expect(await secret.read(signal, nowMs)).toBe('value');
});

describe('a call with a secret', () => {
  /** A call that is answered with what it carried; the secret has these values in turn. */
  function setUp(...values: readonly string[]) {
    const asked: (string | undefined)[] = [];
    const calls: string[] = [];
    const secret: Secret = {
      read: (abortSignal, atMs, refused) => {
        expect([abortSignal.aborted, atMs]).toEqual([false, nowMs]);
        asked.push(refused);
        return Promise.resolve(values[asked.length - 1] ?? 'none');
      },
    };
    const call = async (...refused: readonly string[]) =>
      await callWithSecret(
        secret,
        invocationAt(nowMs),
        (value) => {
          calls.push(value);
          return Promise.resolve(`answer to ${value}`);
        },
        (answer) => refused.includes(answer.replace('answer to ', '')),
      );
    return { call, asked, calls };
  }

  test('that is not refused is made once', async () => {
    const { call, asked, calls } = setUp('old', 'new');
    expect([await call(), asked, calls]).toEqual(['answer to old', [undefined], ['old']]);
  });

  test('that is refused is made once more if the secret has changed, whatever comes of it', async () => {
    const { call, asked, calls } = setUp('old', 'new', 'newest');
    expect([await call('old', 'new'), asked, calls]).toEqual([
      'answer to new',
      [undefined, 'old'],
      ['old', 'new'],
    ]);
  });

  test('that is refused is not made again if the secret is the same', async () => {
    const { call, asked, calls } = setUp('old', 'old');
    expect([await call('old'), asked, calls]).toEqual(['answer to old', [undefined, 'old'], ['old']]);
  });

  test('is not made if the secret cannot be read', async () => {
    const failure = new UnavailableError('ParameterNotFound', 'words');
    const secret: Secret = { read: () => Promise.reject(failure) };
    const unwanted = () => Promise.reject(new Error('called'));
    await expect(callWithSecret(secret, invocationAt(nowMs), unwanted, () => true)).rejects.toBe(failure);
  });
});

describeWith('Python', 'a secret in the Parameter Store of moto', () => {
  let moto: Moto;
  let client: SSMClient;
  beforeAll(async () => {
    moto = await startMoto();
    client = new SSMClient({ endpoint: moto.endpoint });
  });
  afterAll(async () => {
    client.destroy();
    await moto.stop();
  });
  const put = async (value: string) =>
    await client.send(
      new PutParameterCommand({ Name: '/stage/secret', Value: value, Type: 'SecureString', Overwrite: true }),
    );

  test('it is decrypted, and replaced by its next version once it is refused', async () => {
    await put('first, with "quotes" and ü');
    const secret = createSecret('ssm:/stage/secret', moto.endpoint);
    expect(await secret.read(signal, nowMs)).toBe('first, with "quotes" and ü');
    await put('second');
    expect(await secret.read(signal, nowMs)).toBe('first, with "quotes" and ü');
    expect(await secret.read(signal, nowMs, 'first, with "quotes" and ü')).toBe('second');
  });

  test('a parameter that does not exist has the name of its failure', async () => {
    await expect(createSecret('ssm:/stage/none', moto.endpoint).read(signal, nowMs)).rejects.toThrow(
      expect.objectContaining({ name: 'ParameterNotFound' }),
    );
  });
});

// The fake of an outside system passes the suite of adapters, and shows what was done to it.
import { describe, expect, test } from '@jest/globals';
import type { EffectAction } from '../../lib/domain/effect.ts';
import { describeAdapter, type AnswerCase } from '../lib/ports/describe-adapter.ts';
import { buildEffect } from './effects.ts';
import { invocationAt } from './executions.ts';
import { createFakeOutside, type FakeAnswer } from './fake-adapter.ts';

const unavailable = (cause: string): FakeAnswer => ({ kind: 'unavailable', cause });
const unavailableCase = (cause: string): AnswerCase<FakeAnswer> => ({
  title: `the cause ${cause}`,
  answer: unavailable(cause),
  cause,
});

describe.each(['task', 'reminder', 'meeting'] satisfies EffectAction[])(
  'the fake adapter of a %s',
  (action) => {
    describeAdapter<EffectAction, FakeAnswer>(
      {
        done: 'done',
        refused: [{ title: 'a 422', answer: { kind: 'rejected', cause: 'HTTP 422' }, cause: 'HTTP 422' }],
        toBeMended: ['HTTP 401', 'HTTP 503'].map(unavailableCase),
        busy: (seconds) => ({
          kind: 'unavailable',
          cause: 'HTTP 429',
          retryAfterSeconds: Math.min(seconds, 300),
        }),
        busyCause: 'HTTP 429',
        silent: 'late',
        lost: 'lost',
        halfAnswered: 'lost',
        garbage: [
          {
            title: 'an answer that nobody understands',
            answer: unavailable('UnreadableAnswer'),
            result: { kind: 'unavailable', cause: 'UnreadableAnswer' },
            things: 0,
          },
        ],
        redirects: [unavailableCase('HTTP 307')],
      },
      () => {
        const outside = createFakeOutside();
        const unreachable = createFakeOutside();
        unreachable.answer(unavailable('ECONNREFUSED'));
        return Promise.resolve({
          adapter: outside.adapterOf(action),
          unreachable: unreachable.adapterOf(action),
          unreachableCause: 'ECONNREFUSED',
          buildEffect: () => buildEffect<EffectAction>(action),
          externalOf: ({ effectKey }) => outside.made.get(effectKey),
          answer: outside.answer,
          countThings: () => outside.made.size,
          countCalls: () => outside.attempts.length,
          close: () => Promise.resolve(),
        });
      },
    );
  },
);

test('the fake shows what it has made, and every attempt', async () => {
  const outside = createFakeOutside('diary');
  const adapter = outside.adapterOf('task');
  const effect = buildEffect('task', { effectKey: 'e'.repeat(64), id: 'task_a/b' });
  outside.answer('lost', 'done');
  const external = { id: 'diary-eeeeeeee', url: 'https://diary.example/task_a%2Fb' };
  expect(adapter.name).toBe('diary');
  expect(await adapter.perform(effect, invocationAt(0))).toEqual({
    kind: 'unavailable',
    cause: 'ECONNRESET',
  });
  expect([...outside.made]).toEqual([[effect.effectKey, external]]);
  expect(await adapter.perform(effect, invocationAt(0))).toEqual({ kind: 'done', external });
  expect([...outside.made]).toEqual([[effect.effectKey, external]]);
  expect(outside.attempts).toEqual([effect, effect]);
});

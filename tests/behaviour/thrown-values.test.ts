// Owns the promise of the last net for whatever is thrown: errors of any make, what is no error, a log that fails, a clock that does.
import { afterAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import * as powertools from '@aws-lambda-powertools/logger';
import { taskRequest, traceIdOf } from '../support/requests.ts';
import { startService } from '../support/service.ts';
import { canary, expectBland, expectOneCrash, openStage } from './crash-setup.ts';

type Told = Parameters<powertools.Logger['info']>;
type Message = Told[0];
type Extra = Told extends [unknown, ...infer More] ? More : never;

const brokenLogger = new Set<string>();
class FragileLogger extends powertools.Logger {
  override info(message: Message, ...extra: Extra): void {
    if (brokenLogger.has('info')) throw new Error('the log is full');
    super.info(message, ...extra);
  }
  override error(message: Message, ...extra: Extra): void {
    if (brokenLogger.has('error')) throw new Error('the log is full');
    super.error(message, ...extra);
  }
}
jest.unstable_mockModule('@aws-lambda-powertools/logger', () => ({ ...powertools, Logger: FragileLogger }));

const { usual, healthy, play, close } = await openStage();
beforeEach(() => brokenLogger.clear());
afterAll(close);

const title = 'Water the ferns';

describe('whatever is thrown, the answer is a bland 500, and the log tells of one crash:', () => {
  const hostile = new Proxy(
    {},
    {
      get: refuseToBeRead,
      has: refuseToBeRead,
      getPrototypeOf: refuseToBeRead,
      ownKeys: refuseToBeRead,
    },
  );
  const unreadable = Object.defineProperties(new Error('x'), {
    message: { get: refuseToBeRead },
    stack: { get: refuseToBeRead },
  });
  const looped = Object.assign(new Error(`${canary}: ${title}`), { payload: { title } });
  Object.assign(looped, { looped, cause: looped });
  const kinds: [string, unknown][] = [
    ['an error', looped],
    ['a frozen error', Object.freeze(new Error(`${canary}: ${title}`))],
    ['an error without a stack', Object.assign(new Error(`${canary}: ${title}`), { stack: undefined })],
    ['an error whose message is no text', Object.assign(new Error(canary), { message: { title } })],
    ['a text', `${canary}: ${title}`],
    ['null', null],
    ['undefined', undefined],
    ['a symbol', Symbol(title)],
    ['a number too large for JSON', 10n],
    ['an object', { message: title, statusCode: 418, expose: true }],
    ['an error that cannot be read', unreadable],
    ['an object that cannot be touched', hostile],
  ];
  const places = [
    'lib/http/read-body.ts readBody',
    'lib/http/parse-body.ts parseBody',
    'lib/validation/check-payload.ts checkPayload',
    'lib/executor/put-record.ts putRecord',
    'lib/http/response.ts toResponse',
    'lib/log/log.ts createLog',
  ];
  test.each(kinds.flatMap(([kind, thrown]) => places.map((place) => [kind, place, thrown] as const)))(
    '%s, thrown by %s',
    async (_kind, place, thrown) => {
      const request = taskRequest();
      const { answer, lines } = await play({ name: 'a task', request }, [place], () => thrown);
      expectBland(answer, traceIdOf(request));
      expectOneCrash(lines, traceIdOf(request));
      expect(JSON.stringify(lines)).not.toContain(title);
    },
  );
});

test('a payload value in the message of an error is hidden in the log', async () => {
  const broken = ['lib/executor/put-record.ts putRecord'];
  const request = taskRequest();
  const { lines } = await play({ name: 'a task', request }, broken, () => new TypeError(`no ${title} here`));
  const { error } = lines.find(({ message }) => message === 'EXECUTION_CRASH') ?? {};
  expect(error).toMatchObject({ name: 'TypeError', message: 'no [hidden] here' });
  expect((error as { stack: string }).stack).toMatch(/^TypeError: no \[hidden\] here\n\s+at /);
});

describe('where the log itself fails', () => {
  test.each([
    ['in every line', ['info', 'error']],
    ['in lines of errors', ['error']],
  ])('%s, the answer is a bland 500, and one crash is written past it', async (_where, methods) => {
    for (const method of methods) brokenLogger.add(method);
    const request = taskRequest();
    const broken = ['lib/executor/put-record.ts putRecord'];
    const { answer, lines } = await play({ name: 'a task', request }, broken, () => new Error(canary));
    expectBland(answer, traceIdOf(request));
    expectOneCrash(lines, traceIdOf(request));
  });
});

describe('where the runtime throw, the answer is a bland 500, and the log tells of one crash:', () => {
  const fail = (): never => {
    throw new Error(canary);
  };
  test.each(['epochMs', 'elapsedMs', 'newLeaseOwner'])('%s', async (name) => {
    const service = await startService({ ...usual, runtime: { [name]: fail } });
    const request = taskRequest();
    const answer = await service.send(request);
    expectBland(answer, traceIdOf(request));
    expectOneCrash(service.linesOf(answer), traceIdOf(request));
  });

  test('the time that is left', async () => {
    const request = taskRequest();
    expectBland(await healthy.send(request, { remainingMs: fail }), traceIdOf(request));
  });
});

function refuseToBeRead(): never {
  throw new Error(`${canary}: ${title}`);
}

// Whatever value is thrown, also by the log or a clock, the caller gets the generic 500 and the log one EXECUTION_CRASH.
import { afterAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import * as powertools from '@aws-lambda-powertools/logger';
import { taskRequest, traceIdOf } from '../support/requests.ts';
import { startService } from '../support/service.ts';
import { canary, expectInternalError, expectOneCrash, setUpCrashes } from './crash-setup.ts';

type Arguments = Parameters<powertools.Logger['info']>;
type Message = Arguments[0];
type Extra = Arguments extends [unknown, ...infer More] ? More : never;

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

const { defaults, healthy, run, close } = await setUpCrashes();
beforeEach(() => brokenLogger.clear());
afterAll(close);

const title = 'Water the ferns';

describe('whatever is thrown, the response is the generic 500, and the log has one crash:', () => {
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
    ['an error whose message is not a string', Object.assign(new Error(canary), { message: { title } })],
    ['a string', `${canary}: ${title}`],
    ['null', null],
    ['undefined', undefined],
    ['a symbol', Symbol(title)],
    ['a bigint', 10n],
    ['an object', { message: title, statusCode: 418, expose: true }],
    ['an error that cannot be read', unreadable],
    ['an object whose every access throws', hostile],
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
      const { answer, lines } = await run({ name: 'a task', request }, [place], () => thrown);
      expectInternalError(answer, traceIdOf(request));
      expectOneCrash(lines, traceIdOf(request));
      expect(JSON.stringify(lines)).not.toContain(title);
    },
  );
});

test('a payload value in the message of an error is hidden in the log', async () => {
  const broken = ['lib/executor/put-record.ts putRecord'];
  const request = taskRequest();
  const { lines } = await run({ name: 'a task', request }, broken, () => new TypeError(`no ${title} here`));
  const { error } = lines.find(({ message }) => message === 'EXECUTION_CRASH') ?? {};
  expect(error).toMatchObject({ name: 'TypeError', message: 'no [hidden] here' });
  expect((error as { stack: string }).stack).toMatch(/^TypeError: no \[hidden\] here\n\s+at /);
});

describe('where the log itself fails', () => {
  test.each([
    ['in every line', ['info', 'error']],
    ['in lines of level ERROR', ['error']],
  ])('%s, the response is the generic 500, and one crash is written without it', async (_where, methods) => {
    for (const method of methods) brokenLogger.add(method);
    const request = taskRequest();
    const broken = ['lib/executor/put-record.ts putRecord'];
    const { answer, lines } = await run({ name: 'a task', request }, broken, () => new Error(canary));
    expectInternalError(answer, traceIdOf(request));
    expectOneCrash(lines, traceIdOf(request));
  });
});

describe('where a clock of the runtime throws, the response is the generic 500, and the log has one crash:', () => {
  const fail = (): never => {
    throw new Error(canary);
  };
  test.each(['epochMs', 'elapsedMs', 'newLeaseOwner'])('%s', async (name) => {
    const service = await startService({ ...defaults, runtime: { [name]: fail } });
    const request = taskRequest();
    const answer = await service.send(request);
    expectInternalError(answer, traceIdOf(request));
    expectOneCrash(service.linesOf(answer), traceIdOf(request));
  });

  test('getRemainingTimeInMillis throws', async () => {
    const request = taskRequest();
    expectInternalError(await healthy.send(request, { remainingMs: fail }), traceIdOf(request));
  });
});

function refuseToBeRead(): never {
  throw new Error(`${canary}: ${title}`);
}

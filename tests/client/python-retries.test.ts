// The client of the example in Python keeps the rules of the package: what is sent again, when, and what is told in the end.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, jest, test } from '@jest/globals';
import { retriedSteps } from '../lib/client/retried-steps.ts';
import {
  failure,
  gateway,
  hang,
  html,
  reply,
  reset,
  startScriptedService,
  success,
  taskResult,
  type ScriptStep,
} from '../lib/client/scripted-service.ts';
import { describeWith } from '../support/describe-with.ts';

jest.setTimeout(60_000);

type RetryQuestion = {
  readonly steps: readonly ScriptStep[];
  /** Constants of the example in place of its own. */
  readonly limits?: Readonly<Record<string, number>>;
  readonly decision?: object;
  /** By how much each pause is too long. */
  readonly overslept_s?: number;
};

type Told = {
  readonly answer?: unknown;
  /** The trace id, the attempts and the cause. */
  readonly error?: readonly unknown[];
  readonly pauses_ms: readonly number[];
  /** What was sent, each try. */
  readonly bodies: readonly string[];
};

const decision = { trace_id: 'task-001', decision: 'workflow', data: { text: 'Grüße' } };
const bytes = '{"trace_id": "task-001", "decision": "workflow", "data": {"text": "Gr\\u00fc\\u00dfe"}}';

const importable = { PYTHONPATH: 'lib/client/examples', PYTHONDONTWRITEBYTECODE: '1' };

/** Sends a decision for each question, each to a server of its own, in one run of Python. */
async function ask(...questions: readonly RetryQuestion[]): Promise<readonly Told[]> {
  const services = await Promise.all(questions.map(({ steps }) => startScriptedService(...steps)));
  const asked = questions.map(({ steps: _steps, ...rest }, index) => ({
    decision,
    ...rest,
    url: services[index]?.url,
  }));
  const env = { ...process.env, ...importable };
  const { stdout } = await promisify(execFile)(
    'python3',
    ['tests/client/send_by_example.py', JSON.stringify(asked)],
    { env, timeout: 30_000, killSignal: 'SIGKILL' },
  );
  const told = JSON.parse(stdout) as Omit<Told, 'bodies'>[];
  return told.map((each, index) => ({
    ...each,
    bodies: (services[index]?.received ?? []).map(({ body }) => body),
  }));
}

const succeeded = (replayed = false) => ({
  trace_id: 'task-001',
  status: 'success',
  execution_result: taskResult,
  replayed,
});
const failed = (code: string, retryable: boolean) => ({
  trace_id: 'task-001',
  status: 'failed',
  execution_result: { success: false, error_code: code, message: 'it failed', retryable },
  replayed: false,
});
const sent = (count: number) => Array.from({ length: count }, () => bytes);

/** An answer of which a little comes again and again, and never the end. */
function startDripping(): { readonly drip: ScriptStep; readonly stop: () => void } {
  let timer: NodeJS.Timeout | undefined;
  let end = (): void => undefined;
  return {
    drip: (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      timer = setInterval(() => response.write(' '), 20);
      end = () => response.destroy();
    },
    stop: () => {
      clearInterval(timer);
      end();
    },
  };
}

describeWith('Python', 'the client of the example in Python', () => {
  test('sends the same bytes again after what the package sends them again after', async () => {
    const told = await ask(...retriedSteps.map(([, step]) => ({ steps: [step, success(true)] })));
    const each = { answer: succeeded(true), pauses_ms: [100], bodies: sent(2) };
    expect(Object.fromEntries(told.map((one, index) => [retriedSteps[index]?.[0], one]))).toEqual(
      Object.fromEntries(retriedSteps.map(([what]) => [what, each])),
    );
  });

  test('sends what has an answer for good, and what a gateway refuses, once only', async () => {
    const refusals = [422, 500, 502].map((status) => ({ steps: [failure(status, 'x', false)] }));
    const gateways = [401, 403, 404, 413].map((status) => ({ steps: [gateway(status)] }));
    expect(await ask(...refusals, ...gateways)).toEqual([
      ...refusals.map(() => ({ answer: failed('x', false), pauses_ms: [], bodies: sent(1) })),
      ...[401, 403, 404, 413].map((status) => ({
        error: ['task-001', 1, `HTTP ${status} with other JSON`],
        pauses_ms: [],
        bodies: sent(1),
      })),
    ]);
  });

  test('makes five tries with growing pauses, and tells what the last one came to', async () => {
    const busy = failure(503, 'store_unavailable', true);
    expect(
      await ask(
        { steps: [reset, reset, reset, busy, html(502)] },
        { steps: [reset, reset, reset, html(502), busy] },
      ),
    ).toEqual([
      {
        error: ['task-001', 5, 'HTTP 502 without JSON'],
        pauses_ms: [100, 200, 400, 800],
        bodies: sent(5),
      },
      { answer: failed('store_unavailable', true), pauses_ms: [100, 200, 400, 800], bodies: sent(5) },
    ]);
  });

  test('waits as long as the answer asks, but not beyond the deadline', async () => {
    const later = (value: string) => gateway(503, { 'retry-after': value });
    const values = ['3', '0', 'Tue, 01 Apr 2031 09:30:07 GMT', 'Tue, 01 Apr 2031 09:29:59 GMT', 'soon', '59'];
    const told = await ask(
      ...values.map((value) => ({ steps: [later(value), success()] })),
      { steps: [later('60')] },
      { steps: [failure(503, 'store_unavailable', true)], overslept_s: 60 },
    );
    expect(told).toEqual([
      ...[3000, 100, 7000, 100, 100, 59_000].map((pause) => ({
        answer: succeeded(),
        pauses_ms: [pause],
        bodies: sent(2),
      })),
      { error: ['task-001', 1, 'HTTP 503 with other JSON'], pauses_ms: [], bodies: sent(1) },
      { answer: failed('store_unavailable', true), pauses_ms: [100], bodies: sent(1) },
    ]);
  });

  test('gives up a try that has no answer in time, also one whose answer does not end', async () => {
    const { drip, stop } = startDripping();
    const whole: ScriptStep = (response, request) => {
      stop();
      success(true)(response, request);
    };
    const limits = { TIMEOUT_S: 0.3 };
    const told = await ask(
      { steps: [hang(() => undefined), success(true)], limits },
      { steps: [drip, whole], limits },
    ).finally(stop);
    const each = { answer: succeeded(true), pauses_ms: [100], bodies: sent(2) };
    expect(told).toEqual([each, each]);
  });

  test('does not keep its program from its end, whatever a gateway does', async () => {
    const { drip, stop } = startDripping();
    const { url } = await startScriptedService(drip);
    const program =
      'import workflow_executor as client\nclient.TIMEOUT_S, client.MAX_ATTEMPTS = 0.3, 1\nclient.execute({"title": "x"})';
    const env = { ...process.env, ...importable, EXECUTOR_URL: url };
    const failed = promisify(execFile)('python3', ['-c', program], { env, timeout: 20_000 });
    await expect(failed.finally(stop)).rejects.toMatchObject({
      killed: false,
      stderr: expect.stringContaining('NoOutcomeError'),
    });
  });

  test('does not take a token that no header can have, and does not repeat it', async () => {
    const env = { ...process.env, ...importable, EXECUTOR_TOKEN: 'heron-in-the-reeds\n' };
    const failed = promisify(execFile)('python3', ['-c', 'import workflow_executor'], { env });
    const { stderr } = (await failed.catch((error: unknown) => error)) as { stderr: string };
    expect(stderr).toContain('EXECUTOR_TOKEN must be printable ASCII');
    expect(stderr).not.toContain('heron');
  });

  test('makes a time-ordered trace id for a decision that has none, and tells it', async () => {
    const skipped: ScriptStep = (response, request) => {
      const { trace_id } = JSON.parse(request.body) as { trace_id: string };
      const body = { trace_id, status: 'skipped', reason: 'decision_not_workflow' };
      reply(200, body)(response, request);
    };
    const startedMs = Date.now();
    const [told] = await ask({ steps: [reset, skipped], decision: { decision: 'respond' } });
    const { trace_id: traceId = '' } = { ...(told?.answer as { trace_id?: string } | undefined) };
    expect(told).toEqual({
      answer: { trace_id: traceId, status: 'skipped', reason: 'decision_not_workflow', replayed: false },
      pauses_ms: [100],
      bodies: Array.from({ length: 2 }, () => `{"decision": "respond", "trace_id": "${traceId}"}`),
    });
    expect(traceId).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    const madeMs = Number.parseInt(traceId.replace('-', '').slice(0, 12), 16);
    expect(madeMs).toBeGreaterThanOrEqual(startedMs);
    expect(madeMs).toBeLessThanOrEqual(Date.now());
  });
});

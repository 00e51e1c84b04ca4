// The requests to EventBridge Scheduler: of a caller's values they hold the trace id alone, and the SDK picks the client token.
import { expect, test } from '@jest/globals';
import { newTraceId, reminderRequest, traceIdOf } from '../support/requests.ts';
import { labelOf } from '../support/service.ts';
import { startBeforeAll } from '../support/start-before-all.ts';

const app = startBeforeAll();

/** The requests for the schedule of a trace id: their paths, and their bodies as text and parsed. */
function requestsFor(traceId: string) {
  const written = JSON.stringify(JSON.stringify(traceId)).slice(1, -1);
  return app.scheduler.asked
    .filter(({ body }) => body.includes(written))
    .map(({ path, body }) => ({ path, body, parsed: JSON.parse(body) as { ClientToken?: string } }));
}

/** Placeholders that EventBridge Scheduler expands: https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html */
const placeholders = ['schedule-arn', 'scheduled-time', 'execution-id', 'attempt-number'].map(
  (name) => `<aws.scheduler.${name}>`,
);

test.each([
  ...placeholders,
  `Feed ${placeholders.join(' and ')} now`,
  '{"trace_id":"another","effect_key":"of another"}',
  '{{mustache}} ${dollar} <%= percent %>',
  '"quoted", \\"escaped\\", \\u003caws.scheduler.schedule-arn\\u003e',
  '🪶 heron',
])('the message %j is nowhere in the request to the scheduler', async (message) => {
  const request = reminderRequest({
    payload: { message, time: '2041-06-02T11:30', timezone: 'Europe/Berlin' },
  });
  const traceId = traceIdOf(request);
  const answer = await app.service.send(request);
  expect(labelOf(answer)).toBe('success');
  expect(JSON.parse(answer.body)).toMatchObject({ execution_result: { message } });

  const [asked, ...more] = requestsFor(traceId);
  expect(more).toEqual([]);
  const effectKey = (await app.store.itemOf(traceId))?.['effect_key']?.S;
  expect(effectKey).toMatch(/^[0-9a-f]{64}$/);
  expect(asked?.path).toBe(`/schedules/${effectKey}`);
  // The whole body, so that no value of the caller can be anywhere in it.
  expect(asked?.parsed).toEqual({
    GroupName: 'workflow-executor-test-reminders',
    ScheduleExpression: 'at(2041-06-02T09:30:00)',
    ScheduleExpressionTimezone: 'UTC',
    FlexibleTimeWindow: { Mode: 'OFF' },
    ActionAfterCompletion: 'DELETE',
    ClientToken: expect.any(String),
    Target: {
      Arn: 'arn:aws:lambda:us-east-1:000000000000:function:workflow-executor-test-execute',
      RoleArn: 'arn:aws:iam::000000000000:role/workflow-executor-test-reminders',
      Input: `{"trace_id":"${traceId}","effect_key":"${effectKey}"}`,
      DeadLetterConfig: { Arn: 'arn:aws:sqs:us-east-1:000000000000:workflow-executor-test-reminders-failed' },
      RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
    },
  });
  expect(asked?.body).not.toMatch(/[<>]/);
});

test.each([...placeholders, 'a<b', 'a>b', 'a{b', 'a"b', 'a\\b', 'a b', '🪶'])(
  'the trace id %j is refused, and the scheduler is not called',
  async (hostile) => {
    for (const traceId of [hostile, `${newTraceId('reminder')}${hostile}`]) {
      const before = app.scheduler.asked.length;
      expect(labelOf(await app.service.send(reminderRequest({ traceId })))).toBe('invalid_trace_id');
      expect(app.scheduler.asked.length).toBe(before);
    }
  },
);

test('each call has a client token of its own, from the SDK: a later try may ask for another instant', async () => {
  const request = reminderRequest();
  const traceId = traceIdOf(request);
  app.scheduler.refusing.set(traceId, 'ResourceNotFoundException');
  await app.service.send(request);
  await app.service.send(request);
  app.scheduler.refusing.delete(traceId);
  expect(labelOf(await app.service.send(request))).toBe('success');
  const asked = requestsFor(traceId);
  const tokens = asked.map(({ parsed }) => parsed.ClientToken);
  expect(tokens).toHaveLength(3);
  expect(new Set(tokens).size).toBe(3);
  for (const token of tokens) expect(token).toMatch(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  // Without the token the three requests are the same.
  expect(
    new Set(asked.map(({ path, body }, index) => path + body.replace(String(tokens[index]), ''))).size,
  ).toBe(1);
});

// The canary of a deployment passes only where a task is executed once and replayed after that.
import { expect, test } from '@jest/globals';
import { runCanary } from './canary.ts';
import type { Send } from './exchange.ts';

const commit = '0123abc';
const answer =
  '{"trace_id":"deploy-canary-0123abc","status":"success","execution_result":' +
  '{"success":true,"task_id":"task-deploy-canary-0123abc","title":"Deployment of 0123abc"}}';
const executed = { status: 200, headers: {}, body: answer };
const replayed = { ...executed, headers: { 'idempotent-replayed': 'true' } };
const refused = { status: 503, headers: {}, body: '{"error_code":"store_unavailable"}' };

/** A service that gives these answers in order, and keeps what it was sent. */
function service(...answers: readonly (typeof executed)[]) {
  const sent: string[] = [];
  const send: Send = ({ body }) => {
    sent.push(Buffer.from(body).toString());
    return Promise.resolve(answers[sent.length - 1] ?? refused);
  };
  return { send, sent };
}

test('the same task is sent twice, with a trace id made from the commit', async () => {
  const { send, sent } = service(executed, replayed);
  expect(await runCanary(commit, send)).toEqual([]);
  expect(sent).toHaveLength(2);
  expect(sent[1]).toBe(sent[0]);
  expect(JSON.parse(sent[0] ?? '')).toMatchObject({
    trace_id: 'deploy-canary-0123abc',
    decision: 'workflow',
  });
});

test('a second canary of the same commit passes on two replays', async () => {
  expect(await runCanary(commit, service(replayed, replayed).send)).toEqual([]);
});

test.each([
  ['a store that refuses', [refused], 'it is not executed: 503'],
  ['a second execution', [executed, executed], 'the second answer is no replay'],
  ['a store that refuses the second time', [executed, refused], 'the second answer is no replay: 503'],
  ['another body the second time', [executed, { ...replayed, body: '{}' }], 'another body than the first'],
  [
    'another result',
    [
      { ...executed, body: '{}' },
      { ...replayed, body: '{}' },
    ],
    'and should be {"trace_id"',
  ],
])('%s does not pass', async (_what, answers, problem) => {
  expect(await runCanary(commit, service(...answers).send)).toEqual(
    [expect.stringContaining(problem)].concat(
      answers.length === 2 && answers[1] === refused ? [expect.stringContaining('another body')] : [],
    ),
  );
});

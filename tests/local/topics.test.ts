import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterAll, expect, jest, test } from '@jest/globals';
import { openLocalStore } from '../../scripts/local/attach.ts';
import { readTopic } from '../../scripts/topics/entry.ts';
import { cleanUp, launch, newStateFolder, post } from './launch.ts';

const folder = newStateFolder();

// Starts take a while on a busy machine.
jest.setTimeout(60_000);
afterAll(cleanUp);

async function topics(args: readonly string[], input = '', env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, ['scripts/topics.ts', ...args], {
    env: { ...process.env, STATE_FOLDER: folder, ...env },
  });
  const exited = once(child, 'close');
  child.stdin.end(input);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  await exited;
  return { exitCode: child.exitCode, stdout, stderr };
}

function said(stdout: string) {
  return { exitCode: 0, stdout, stderr: '' };
}

test('what is put on a topic while no server runs is what info answers, and changes show at once', async () => {
  expect(await topics(['put', '  Office \t Hours ', '{"mon": "9-17"}'])).toEqual(said(''));
  const server = launch(folder);
  const url = await server.url;
  const ask = async () => {
    const payload = { action_type: 'info', query: 'OFFICE hours' };
    const data = { workflow_type: 'workflow', payload };
    const answer = await post(url, { trace_id: 'ask-1', decision: 'workflow', data });
    return ((await answer.json()) as { execution_result: { data?: unknown; error_code?: string } })
      .execution_result;
  };
  expect((await ask()).data).toEqual({ mon: '9-17' });
  expect(await topics(['put', 'office hours', '-'], '"by appointment"\n')).toEqual(said(''));
  expect((await ask()).data).toBe('by appointment');
  expect(await topics(['put', 'address', '1'])).toEqual(said(''));
  const read = [topics(['get', 'Office Hours']), topics(['list'])];
  expect(await Promise.all(read)).toEqual([said('"by appointment"\n'), said('address\noffice hours\n')]);
  expect(await topics(['delete', 'office hours'])).toEqual(said(''));
  expect((await ask()).error_code).toBe('info_not_found');
  const nothing = { exitCode: 1, stdout: '', stderr: 'Nothing is known on "office hours".\n' };
  const gone = [topics(['get', 'office hours']), topics(['delete', 'office hours'])];
  expect(await Promise.all(gone)).toEqual([nothing, nothing]);
  expect(await server.stop('SIGINT')).toBe(0);
});

test('a table on AWS is reached by its name, with the credentials of the environment', async () => {
  const store = await openLocalStore({ STATE_FOLDER: newStateFolder() });
  const env = {
    AWS_ENDPOINT_URL_DYNAMODB: store.endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  };
  const deployed = ['--table', String(store.tables.topics.TableName), '--region', 'eu-west-1'];
  expect(await topics(['put', 'there', '[1]', ...deployed], '', env)).toEqual(said(''));
  expect(await topics(['list', ...deployed], '', env)).toEqual(said('there\n'));
  const missing = await topics(['list', '--stage', 'dev', '--region', 'eu-west-1'], '', env);
  await store.close();
  expect(missing).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: expect.stringMatching(
      /^The topics table could not be used \(ResourceNotFoundException: .+\)\.\n$/,
    ),
  });
});

test.each([
  [' ', 'The topic is empty.'],
  ['Task: tidy', 'A topic cannot begin with task:, which asks for an execution.'],
  ['trace:a', 'A topic cannot begin with trace:, which asks for an execution.'],
  ['reminder:a', 'A topic cannot begin with reminder:, which asks for an execution.'],
  ['meeting:a', 'A topic cannot begin with meeting:, which asks for an execution.'],
  ['😀'.repeat(257), 'The topic has 257 characters; a query has at most 256.'],
])('the topic %j is refused', (topic, message) => {
  expect(() => readTopic(topic)).toThrow(message);
});

test('what is refused is one sentence and exit code 1', async () => {
  expect(await topics(['put', 'a', 'b'])).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: expect.stringMatching(
      /^The data is not JSON \(.+\)\. A string needs its quotes: '"like this"'\.\n$/,
    ),
  });
});

test.each([
  [[], 'A command is missing.'],
  [['find', 'a'], 'There is no command "find".'],
  [['put', 'a'], 'put takes 2 argument(s).'],
  [['list', '--region', 'eu-west-1'], '--region needs --stage or --table.'],
  [['list', '--what'], "Unknown option '--what'"],
])('%j is answered by the usage and exit code 2', async (args, why) => {
  const { exitCode, stdout, stderr } = await topics(args);
  expect([exitCode, stdout]).toEqual([2, '']);
  expect(stderr.startsWith(why)).toBe(true);
  expect(stderr).toContain('Usage: npm run topics -- <command>');
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterAll, expect, jest, test } from '@jest/globals';
import { openLocalStore } from '../../scripts/local/store.ts';
import { readData, readTopic } from '../../scripts/topics/entry.ts';
import { cleanUp, launch, newStateFolder, post } from './launch.ts';

const folder = newStateFolder();

// Starts take a while on a busy machine.
jest.setTimeout(60_000);
afterAll(cleanUp);

async function topics(
  args: readonly string[],
  input: string | Buffer = '',
  env: Readonly<Record<string, string>> = {},
) {
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

test('info answers with what was put while no server ran, and sees changes at once', async () => {
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

// JSON that JSON.parse and JSON.stringify would change: they round, drop, escape or leave out something of it.
const letters = String.raw`{ "id": 12345678901234567890, "e": 1e400, "z": -0, "p": 1.0, "a": 1, "a": 2,`;
const entry = `${letters} "s": "\u2028\u0085é😀${String.raw`\u00e9\/\ud800`}",\r\n\t"__proto__": [ ] }`;

test('an entry is stored, shown and answered unchanged, without the white space around it', async () => {
  const folder = newStateFolder();
  const env = { STATE_FOLDER: folder };
  const server = launch(folder);
  const url = await server.url;
  expect(await topics(['put', 'order', `\t${entry} `], '', env)).toEqual(said(''));
  expect(await topics(['put', 'file', '-'], ` \r\n${entry}\n`, env)).toEqual(said(''));
  expect(await topics(['get', 'order'], '', env)).toEqual(said(`${entry}\n`));
  expect(await topics(['get', 'file'], '', env)).toEqual(said(`${entry}\n`));
  const ask = async (query: string) => {
    const data = { workflow_type: 'workflow', payload: { action_type: 'info', query } };
    return await (await post(url, { trace_id: 'ask-1', decision: 'workflow', data })).text();
  };
  expect(await ask('ORDER')).toBe(
    `{"trace_id":"ask-1","status":"success","execution_result":{"success":true,"query":"ORDER","data":${entry}}}`,
  );
  // The longest key that a query can ask for is longer than any key in DynamoDB.
  expect(await ask('\u{1d160}'.repeat(256))).toContain('"info_not_found"');
  expect(await server.stop('SIGINT')).toBe(0);
});

test('a topic is found in every form of Unicode, in capitals, and with other white space', async () => {
  const env = { STATE_FOLDER: newStateFolder() };
  expect(await topics(['put', 'Cafe\u0301  Straße', '1'], '', env)).toEqual(said(''));
  expect(await topics(['get', 'CAF\u00c9\u0085STRASSE'], '', env)).toEqual(said('1\n'));
  expect(await topics(['list'], '', env)).toEqual(said('caf\u00e9 strasse\n'));
});

test('the largest entry that DynamoDB accepts is stored, and a much larger one is refused by the table', async () => {
  const env = { STATE_FOLDER: newStateFolder() };
  const rest = ['topic', 'big', 'data', 'updated_at', '2031-04-01T09:30:00.000Z'].join('');
  const most = 409_600 - rest.length;
  const data = (bytes: number) => `"é${'x'.repeat(bytes - 4)}"`;
  expect(await topics(['put', 'big', '-'], data(most), env)).toEqual(said(''));
  expect(await topics(['put', 'big', '-'], data(most + 10_000), env)).toEqual({
    exitCode: 1,
    stdout: '',
    stderr:
      'The topics table could not be used (ValidationException: Item size has exceeded the maximum allowed size).\n',
  });
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
  [' \u0085', 'A query has a visible character and at most 256 characters: none can ask for this topic.'],
  ['\ufeff', 'A query has a visible character and at most 256 characters: none can ask for this topic.'],
  ['a\ud800', 'The topic holds half a character (a lone surrogate), which cannot be stored.'],
  ['Task: tidy', 'A topic cannot begin with task:, which asks for an execution.'],
  ['trace:a', 'A topic cannot begin with trace:, which asks for an execution.'],
  ['reminder:a', 'A topic cannot begin with reminder:, which asks for an execution.'],
  ['meeting:a', 'A topic cannot begin with meeting:, which asks for an execution.'],
  [
    '😀'.repeat(257),
    'A query has a visible character and at most 256 characters: none can ask for this topic.',
  ],
])('the topic %j is refused', (topic, message) => {
  expect(() => readTopic(topic)).toThrow(message);
});

test.each([
  ['as long as a query by its own form', 'ß'.repeat(256), 'ss'.repeat(256)],
  ['as long as a query by its normal form', `a${' '.repeat(300)}b`, 'a b'],
])('a topic that is %s is accepted', (_what, topic, normal) => {
  expect(readTopic(topic)).toBe(normal);
});

test.each([
  ['', /^The data is not JSON \(.+\)\. A string needs its quotes: '"like this"'\.$/],
  ['{"a":01}', /^The data is not JSON \(/],
  ['\u00a01', /^The data is not JSON \(/],
  ['\ufeff1', /^The data begins with a byte order mark \(U\+FEFF\): leave it out\.$/],
  ['"\ud800"', /^The data holds half a character \(a lone surrogate\), which cannot be stored\.$/],
])('the data %j is refused', (data, message) => {
  expect(() => readData(data)).toThrow(message);
});

test('the time to read data that is mostly white space is linear in its length', () => {
  const startedAt = performance.now();
  expect(readData(`${' '.repeat(200_000)}[${' '.repeat(200_000)}1]`)).toHaveLength(200_003);
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});

test.each([
  ['Latin-1', Buffer.from('"caf\u00e9"', 'latin1'), 'The data is not UTF-8.\n'],
  ['UTF-16', Buffer.from('\ufeff"a"', 'utf16le'), 'The data is not UTF-8.\n'],
  [
    'UTF-8 with a byte order mark',
    Buffer.from('\ufeff"a"'),
    'The data begins with a byte order mark (U+FEFF): leave it out.\n',
  ],
])('a file in %s is refused', async (_what, input, stderr) => {
  expect(await topics(['put', 'a', '-'], input)).toEqual({ exitCode: 1, stdout: '', stderr });
});

test('a refusal is one sentence and exit code 1, and is safe to print on a terminal', async () => {
  expect((await topics(['put', 'a', '\u009b'])).stderr).toContain(String.raw`\u{9b}`);
  expect((await topics(['get', 'a\u009b\u202e'])).stderr).toBe(
    `Nothing is known on ${String.raw`"a\u{9b}\u{202e}"`}.\n`,
  );
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
  [['constructor'], 'There is no command "constructor".'],
  [['put', 'a'], 'put takes 2 argument(s).'],
  [['list', '--region', 'eu-west-1'], '--region needs --stage or --table.'],
  [['list', '--what'], "Unknown option '--what'"],
])('%j prints the usage and exits with code 2', async (args, why) => {
  const { exitCode, stdout, stderr } = await topics(args);
  expect([exitCode, stdout]).toEqual([2, '']);
  expect(stderr.startsWith(why)).toBe(true);
  expect(stderr).toContain('Usage: npm run topics -- <command>');
});

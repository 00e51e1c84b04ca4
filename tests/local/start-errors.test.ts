import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterEach, expect, jest, test } from '@jest/globals';
import { readPort } from '../../scripts/local/environment.ts';
import { listenLocally } from '../support/listen.ts';
import { cleanUp, launch, newStateFolder } from './launch.ts';

// Starts take a while on a busy machine.
jest.setTimeout(60_000);
afterEach(cleanUp);

async function failToStart(folder: string, env: Readonly<Record<string, string>> = {}) {
  const server = launch(folder, env);
  const exitCode = await server.exited;
  return { exitCode, stdout: server.said.stdout, stderr: server.said.stderr.replaceAll(folder, '<state>') };
}

function sentence(stderr: unknown) {
  return { exitCode: 1, stdout: '', stderr };
}

test('a taken port is one sentence and exit code 1', async () => {
  const other = createServer();
  const { port } = new URL(await listenLocally(other));
  const failure = await failToStart(newStateFolder(), { PORT: port });
  await new Promise((resolve) => other.close(resolve));
  expect(failure).toEqual(
    sentence(`Port ${port} is taken by another program: choose another one with PORT=8001 npm start.\n`),
  );
});

test('a second start in the same folder is one sentence and exit code 1, and the first goes on', async () => {
  const folder = newStateFolder();
  const first = launch(folder);
  const url = await first.url;
  expect(await failToStart(folder)).toEqual(
    sentence('The store in <state>/store is in use by another process: stop that one first.\n'),
  );
  expect((await fetch(`${url}/docs`)).status).toBe(200);
});

test('a broken store is one sentence and exit code 1', async () => {
  const folder = newStateFolder();
  mkdirSync(join(folder, 'store'));
  writeFileSync(join(folder, 'store', 'CURRENT'), 'broken');
  expect(await failToStart(folder)).toEqual(
    sentence(
      expect.stringMatching(
        /^The store in <state>\/store cannot be opened \(.+\): move the folder away to start with an empty one\.\n$/,
      ),
    ),
  );
});

test('a state folder that cannot be made is one sentence and exit code 1', async () => {
  const file = join(newStateFolder(), 'file');
  writeFileSync(file, '');
  expect(await failToStart(file)).toEqual(
    sentence(expect.stringMatching(/^The state folder <state> cannot be made: .+\.\n$/)),
  );
});

test('a state folder that all users share is one sentence and exit code 1, and stays as it is', async () => {
  const folder = newStateFolder();
  chmodSync(folder, 0o1777);
  expect(await failToStart(folder)).toEqual(
    sentence(
      'The state folder <state> cannot be kept from other users (all users share it, as they do /tmp: name one inside of it).\n',
    ),
  );
  expect(statSync(folder).mode & 0o7777).toBe(0o1777);
});

test('reminders that cannot be read are one sentence and exit code 1', async () => {
  const folder = newStateFolder();
  mkdirSync(join(folder, 'scheduler', 'pending'), { recursive: true });
  writeFileSync(join(folder, 'scheduler', 'pending', 'half.json'), '{"at":');
  expect(await failToStart(folder)).toEqual(
    sentence(
      expect.stringMatching(
        /^The reminders in <state>\/scheduler cannot be read \(.+\): move the folder away\.\n$/,
      ),
    ),
  );
});

test.each([
  ['PORT', '80x', 'PORT must be a whole number from 0 to 65535, and is "80x".\n'],
  [
    'DEFAULT_TIMEZONE',
    'Mars/Olympus',
    'DEFAULT_TIMEZONE must be an IANA time zone name such as Europe/Berlin.\n',
  ],
  [
    'REMINDER_DELIVERY',
    'sns',
    'REMINDER_DELIVERY=sns needs AWS, which npm start never calls: leave it out, or set webhook.\n',
  ],
  ['RETENTION_DAYS', '-1', expect.stringMatching(/^RETENTION_DAYS .+\.\n$/)],
  ['MEETING_ADAPTER', 'telepathy', expect.stringMatching(/^MEETING_ADAPTER must be one of mock, .+\.\n$/)],
  ['MEETING_ADAPTER', 'caldav', 'CALDAV_URL is required with MEETING_ADAPTER=caldav.\n'],
])('%s=%s is one sentence and exit code 1', async (name, value, stderr) => {
  expect(await failToStart(newStateFolder(), { [name]: value })).toEqual(sentence(stderr));
});

test.each(['TASK_ADAPTER', 'REMINDER_DELIVERY'])(
  'with %s=webhook, a secret in Parameter Store is one sentence and exit code 1',
  async (name) => {
    const env = { [name]: 'webhook', WEBHOOK_URL: 'https://example.com/', WEBHOOK_SECRET: 'ssm:/hook' };
    expect(await failToStart(newStateFolder(), env)).toEqual(
      sentence('WEBHOOK_SECRET=ssm:… needs AWS, which npm start never calls: set the secret itself.\n'),
    );
  },
);

test.each(['-1', '65536', '1.5', ' 80', '0x50'])('%j is no port', (text) => {
  expect(() => readPort({ PORT: text })).toThrow('PORT must be a whole number from 0 to 65535');
});

test('without PORT it serves at 8000', () => {
  expect([readPort({}), readPort({ PORT: '' }), readPort({ PORT: '0' })]).toEqual([8000, 8000, 0]);
});

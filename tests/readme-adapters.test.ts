// Runs what README.md shows of adapters: the settings of real providers, and the two receivers of webhooks.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createAdapters } from '../lib/adapters/choose.ts';
import { readConfig } from '../lib/config/config.ts';
import type { Effect } from '../lib/domain/effect.ts';
import type { OutsideAdapter } from '../lib/ports/adapter.ts';
import { answer, startReceiver, type ReceivedDelivery } from './lib/adapters/delivery/receiver.ts';
import { describeWith } from './support/describe-with.ts';
import { buildEffect } from './support/effects.ts';
import { invocationAt } from './support/executions.ts';
import { testVariables } from './support/service.ts';

const readme = readFileSync(resolve('README.md'), 'utf8');
const [, section = ''] = readme.split('\n## Adapters\n');
const blocks = [...(section.split('\n## ')[0] ?? '').matchAll(/^```(\w+)\n([^]*?)^```$/gm)].map(
  ([, language = '', text = '']) => ({ language, text }),
);
const folder = mkdtempSync(join(tmpdir(), 'readme-adapters-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the settings that the page shows', () => {
  const settings = blocks
    .filter(({ language }) => language === 'sh')
    .map(({ text }) => [/^# (\w+)/.exec(text)?.[1] ?? '', text] as const);

  test.each([
    ['Nextcloud', { task: 'caldav', reminder: 'caldav', meeting: 'caldav' }],
    ['Fastmail', { task: 'record', reminder: 'eventbridge', meeting: 'caldav' }],
    ['iCloud', { task: 'record', reminder: 'eventbridge', meeting: 'caldav' }],
    ['Google', { task: 'record', reminder: 'eventbridge', meeting: 'google' }],
    ['n8n', { task: 'webhook', reminder: 'webhook', meeting: 'webhook' }],
  ])('for %s are a valid configuration with the adapters that they name', (provider, adapters) => {
    writeFileSync(join(folder, 'service-account.json'), '{"type":"service_account"}');
    const text = Object.fromEntries(settings)[provider] ?? '';
    expect(text).toContain('npm start');
    const shown = text.replace('npm start', `'${process.execPath}' -p 'JSON.stringify(process.env)'`);
    const { stdout } = spawnSync('sh', ['-ec', shown], { cwd: folder, encoding: 'utf8' });
    const variables = JSON.parse(stdout) as Record<string, string>;
    const config = readConfig({
      ...variables,
      ...testVariables({ executionsTable: 'executions', topicsTable: 'topics' }),
    });
    expect(config.adapters).toEqual(adapters);
    expect(Object.keys(createAdapters(config.adapters, config.variables, {}))).toEqual([
      'task',
      'reminder',
      'meeting',
    ]);
  });

  test('are those of these providers, in at most five lines beside the comment', () => {
    expect(settings.map(([provider]) => provider)).toEqual([
      'Nextcloud',
      'Fastmail',
      'iCloud',
      'Google',
      'n8n',
    ]);
    for (const [, text] of settings)
      expect(text.split('\n').filter((line) => !/^#|^$/.test(line)).length).toBeLessThanOrEqual(5);
  });
});

/** The program of the page in this language. */
function programIn(language: string): string {
  return blocks.find((block) => block.language === language)?.text ?? '';
}

describe('the receiver in TypeScript', () => {
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  describeReceiver([process.execPath, 'receiver.mts'], programIn('ts'));
});

describeWith('Python', 'the receiver in Python', () => {
  describeReceiver(['python3', 'receiver.py'], programIn('python'));
});

function describeReceiver([command, file]: readonly [string, string], text: string): void {
  const key = (byte: number) => `whsec_${Buffer.alloc(24, byte).toString('base64')}`;
  const secret = key(7);
  let url: string;
  let program: ReturnType<typeof spawn>;

  beforeAll(async () => {
    const port = await findFreePort();
    url = `http://127.0.0.1:${port}/`;
    writeFileSync(join(folder, file), text);
    const env = { ...process.env, PORT: String(port), WEBHOOK_SECRET: secret };
    program = spawn(command, [file], { cwd: folder, env, stdio: 'ignore' });
    await untilAnswered(url);
  }, 30_000);
  afterAll(async () => {
    const ended = once(program, 'exit');
    program.kill();
    await ended;
  });

  const perform = async (effect: Effect<'task'>, signedBy = secret, nowMs = Date.now(), to = url) => {
    const { task } = createAdapters(
      { task: 'webhook' },
      { WEBHOOK_URL: to, WEBHOOK_SECRET: signedBy },
      {},
    ) as unknown as { task: OutsideAdapter<'task'> };
    return await task.perform(effect, invocationAt(nowMs));
  };

  test('makes one thing for each effect, and says what it calls it', async () => {
    const effect = buildEffect('task');
    const first = { kind: 'done', external: { id: '1' } };
    expect([await perform(effect), await perform(buildEffect('task')), await perform(effect)]).toEqual([
      first,
      { kind: 'done', external: { id: '2' } },
      first,
    ]);
  });

  test('takes a webhook that is signed with a new key and with its own', async () => {
    expect(await perform(buildEffect('task'), `${key(8)} ${secret}`)).toMatchObject({ kind: 'done' });
  });

  test('refuses another key, and a timestamp of more than five minutes ago', async () => {
    const refused = { kind: 'unavailable', cause: 'HTTP 401' };
    expect(await perform(buildEffect('task'), key(8))).toEqual(refused);
    expect(await perform(buildEffect('task'), secret, Date.now() - 310_000)).toEqual(refused);
  });

  test('goes on after a caller that hangs up', async () => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.end('POST / HTTP/1.1\r\nhost: receiver\r\ncontent-length: 100\r\n\r\nabc');
    await once(socket.resume(), 'close');
    expect(await perform(buildEffect('task'))).toMatchObject({ kind: 'done' });
  });

  test('refuses a delivery of which anything was changed on the way', async () => {
    const genuine = await record(async (to) => await perform(buildEffect('task'), secret, Date.now(), to));
    const send = async ({ headers, body }: Pick<ReceivedDelivery, 'headers' | 'body'>) => {
      const names = ['content-type', 'webhook-id', 'webhook-timestamp', 'webhook-signature'];
      const sent = Object.fromEntries(names.map((name) => [name, String(headers[name])]));
      return (await fetch(url, { method: 'POST', headers: sent, body })).status;
    };
    const change = (name: string, value: string) => ({
      ...genuine,
      headers: { ...genuine.headers, [name]: value },
    });
    const { headers, body } = genuine;
    expect(await send(genuine)).toBe(201);
    expect(await send({ ...genuine, body: body.replace('workflow.task', 'workflow.tusk') })).toBe(401);
    expect(await send(change('webhook-id', `${String(headers['webhook-id'])}0`))).toBe(401);
    expect(await send(change('webhook-timestamp', String(Number(headers['webhook-timestamp']) + 1)))).toBe(
      401,
    );
    expect(await send(change('webhook-signature', 'v1,AAAA'))).toBe(401);
  });
}

/** What the adapter sends. */
async function record(perform: (to: string) => Promise<unknown>): Promise<ReceivedDelivery> {
  const receiver = await startReceiver();
  receiver.behave(answer(204));
  await perform(receiver.url);
  await receiver.close();
  const [delivery] = receiver.received;
  if (delivery === undefined) throw new Error('the adapter sent nothing');
  return delivery;
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function untilAnswered(url: string): Promise<void> {
  for (let left = 200; left > 0; left -= 1) {
    const answered = await fetch(url, { method: 'POST', body: '{}' }).catch(() => undefined);
    if (answered !== undefined) return;
    await setTimeout(100);
  }
  throw new Error('the receiver does not answer');
}

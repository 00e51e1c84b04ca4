// A secret that is given to `npm start` is in no file that it writes, and in nothing that it prints.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { startReceiver, type Behaviour } from '../lib/adapters/delivery/receiver.ts';
import { meetingRequest, taskRequest, traceIdOf } from '../support/requests.ts';
import { cleanUp, launch, newStateFolder, post } from './launch.ts';

afterEach(cleanUp);

const key = Buffer.from('canary-of-the-webhook-key').toString('base64');
const refuses: Behaviour = (response, { headers, body }) =>
  void response.writeHead(500).end(JSON.stringify({ headers, body }));
const works: Behaviour = (response) => void response.writeHead(201).end('{}');

test('a secret is in no file of the state folder, and is not printed', async () => {
  const receiver = await startReceiver();
  const folder = newStateFolder();
  const server = launch(folder, {
    TASK_ADAPTER: 'webhook',
    WEBHOOK_URL: `${receiver.url}/webhook`,
    WEBHOOK_SECRET: `whsec_${key}`,
    MEETING_ADAPTER: 'caldav',
    CALDAV_URL: `${receiver.url}/calendar/`,
    CALDAV_USERNAME: 'heron',
    CALDAV_PASSWORD: 'canary-of-the-password',
    LOG_LEVEL: 'DEBUG',
  });
  const url = await server.url;
  const requests = [taskRequest(), meetingRequest(), taskRequest(), meetingRequest()];
  const statuses: number[] = [];
  for (const [index, { json }] of requests.entries()) {
    receiver.behave(index < 2 ? works : refuses);
    statuses.push((await post(url, json)).status);
  }
  await server.stop('SIGTERM');
  await receiver.close();
  expect(statuses).toEqual([200, 200, 503, 503]);

  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => join(folder, file))
    .filter((file) => statSync(file).isFile());
  const written = files.map((file) => readFileSync(file, 'latin1')).join('\n');
  const { stdout, stderr } = server.said;
  // What is looked at is what came of these requests.
  for (const request of requests.slice(0, 2)) expect(written).toContain(traceIdOf(request));
  expect(stdout + stderr).toContain('webhook');
  const secrets = ['canary', key, Buffer.from('heron:canary-of-the-password').toString('base64'), 'v1,'];
  expect(secrets.filter((secret) => (written + stdout + stderr).includes(secret))).toEqual([]);
}, 60_000);

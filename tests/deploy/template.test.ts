// What the packaged template says, for each stage and for JWT, and that each assertion notices when it is no longer so.
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { failures } from '../../scripts/rehearse/assert/assertion.ts';
import { subjectOf, templateAssertions } from '../../scripts/rehearse/assert/all.ts';
import { captureLines, documentedAnswer, type Capture } from '../../scripts/rehearse/capture.ts';
import {
  copyService,
  packageStage,
  serverless,
  unpack,
  type ServiceCopy,
} from '../../scripts/rehearse/service.ts';
import type { Template } from '../../scripts/rehearse/template.ts';
import { lineMutations, templateMutations } from './mutations.ts';

const jwt = { issuer: 'https://issuer.example.com', audience: ['first', 'second'] };
const jwtParameters = { jwtIssuer: jwt.issuer, jwtAudience: 'first, second', retentionDays: '30' };

let service: ServiceCopy;
let templates: Readonly<Record<'dev' | 'prod' | 'jwt' | 'reserved', Template>>;
let capture: Capture;

beforeAll(async () => {
  service = copyService();
  const { directory } = service;
  const dev = await packageStage(directory, 'dev');
  const prod = await packageStage(directory, 'prod');
  const withJwt = await packageStage(directory, 'dev', jwtParameters);
  const reserved = await packageStage(directory, 'dev', {
    reservedConcurrency: '100',
    reminderDelivery: 'log',
  });
  templates = {
    dev: dev.template,
    prod: prod.template,
    jwt: withJwt.template,
    reserved: reserved.template,
  };
  capture = await captureLines(unpack(service));
}, 300_000);

afterAll(() => {
  service.remove();
});

const byTitle = templateAssertions.map((assertion) => [assertion.title, assertion] as const);

test.each(byTitle)('in dev, %s', (_title, assertion) => {
  expect(failures([assertion], subjectOf('dev', templates.dev, capture))).toEqual([]);
});

test.each(byTitle)('in prod, %s', (_title, assertion) => {
  expect(failures([assertion], subjectOf('prod', templates.prod, capture))).toEqual([]);
});

test.each(byTitle)('with JWT and retention, %s', (_title, assertion) => {
  const subject = subjectOf('dev', templates.jwt, capture, { jwt, retentionDays: 30 });
  expect(failures([assertion], subject)).toEqual([]);
});

test.each(templateMutations)('it is noticed when $what', ({ change, noticedBy }) => {
  const template = structuredClone(templates.prod);
  change(template.Resources);
  const failed = failures(templateAssertions, subjectOf('prod', template, capture));
  expect(titlesOf(failed)).toEqual(expect.arrayContaining([...noticedBy]));
});

test.each(lineMutations)('it is noticed when $what', ({ change, noticedBy }) => {
  const lines = capture.lines.map((line) => change(structuredClone(line) as never));
  const failed = failures(templateAssertions, subjectOf('prod', templates.prod, { ...capture, lines }));
  expect(titlesOf(failed)).toEqual(expect.arrayContaining([...noticedBy]));
});

const rightsInUse = 'the function asks AWS only for what its role allows, and for all of it';

test('it is noticed when the function asks AWS for more than its role allows, or for less', () => {
  const failed = (actions: readonly string[]): string[] =>
    titlesOf(
      failures(
        templateAssertions,
        subjectOf('prod', templates.prod, { ...capture, actions: new Set(actions) }),
      ),
    );
  expect(failed([...capture.actions, 'dynamodb:Scan'])).toEqual([rightsInUse]);
  expect(failed([...capture.actions].slice(1))).toEqual([rightsInUse]);
});

test('every assertion is noticed failing by some change', () => {
  const noticing = [
    rightsInUse,
    ...[...templateMutations, ...lineMutations].flatMap(({ noticedBy }) => noticedBy),
  ];
  expect(templateAssertions.map(({ title }) => title).filter((title) => !noticing.includes(title))).toEqual(
    [],
  );
});

test('the archive holds the bundle and nothing else, and the source map lies outside', async () => {
  const bundle = await readFile(`${service.directory}/dist/functions/execute.js`);
  expect(await readFile(unpack(service))).toEqual(bundle);
  const map: unknown = JSON.parse(
    await readFile(`${service.directory}/dist/functions/execute.js.map`, 'utf8'),
  );
  expect(map).toMatchObject({ version: 3 });
});

test('the packaged file answers the documented request, to the byte', () => {
  expect(capture.answers['documented']).toEqual({
    statusCode: 200,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'x-trace-id': 'task-001',
    },
    body: documentedAnswer,
    isBase64Encoded: false,
  });
});

test('a reminder is delivered once, and what is not delivered is thrown', () => {
  expect(capture.deliveries).toEqual({
    delivered: null,
    'delivered-before': null,
    'topic-down': 'ReminderNotDelivered',
    held: 'ReminderNotDelivered',
  });
});

test('reserved concurrency and the way of delivery are what was asked for', () => {
  expect(templates.reserved.Resources['ExecuteLambdaFunction']?.Properties).toMatchObject({
    ReservedConcurrentExecutions: 100,
    Environment: { Variables: { REMINDER_DELIVERY: 'log' } },
  });
});

const nowhere = {
  AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
  AWS_ACCESS_KEY_ID: 'none',
  AWS_SECRET_ACCESS_KEY: 'none',
};
const deployProd = (env: Readonly<Record<string, string>>, ...settings: readonly string[]): Promise<string> =>
  serverless(service.directory, ['deploy', '--stage', 'prod', ...settings], {
    ...nowhere,
    AWS_MAX_ATTEMPTS: '1',
    ...env,
  });
const forgotten = 'ALARM_EMAIL is not set';

test('a deployment to prod that would end the subscription to alarms is refused before anything is sent', async () => {
  await expect(deployProd({})).rejects.toThrow(forgotten);
}, 60_000);

test.each([
  [{ ALARM_EMAIL: 'on-call@example.com' }, []],
  [{ ALARM_EMAIL: '' }, []],
  [{}, ['--param', 'alarmEmail=on-call@example.com']],
])(
  'with %j %j it goes on',
  async (env, parameters) => {
    const refused = await deployProd(env, ...parameters).catch((error: unknown) => String(error));
    expect(refused).not.toContain(forgotten);
    expect(refused).toContain('ECONNREFUSED');
  },
  60_000,
);

const titlesOf = (failed: readonly string[]): string[] =>
  templateAssertions
    .map(({ title }) => title)
    .filter((title) => failed.some((one) => one.startsWith(`${title}: `)));

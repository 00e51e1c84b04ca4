// The packaged template, for each stage and for JWT, and the packaged function; and that each assertion notices what breaks it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { unzipSync } from 'fflate';
import {
  copyService,
  packageStage,
  serverless,
  unpack,
  type ServiceCopy,
} from '../../scripts/rehearse/service.ts';
import { describeWith } from '../support/describe-with.ts';
import { arnOf, ofType, propertyOf, resolveTemplate, type StackTemplate } from '../support/template.ts';
import { assertions, type AssertionTitle } from './template/assertions.ts';
import { documentedAnswer, recordFunctionLog, type FunctionLog } from './template/function-log.ts';
import { lint } from './template/lint.ts';
import { actionMutations, lineMutations, templateMutations } from './template/mutations.ts';
import { packagedStage, variablesOf, type PackagedStage } from './template/packaged-stage.ts';
import { functionPolicy } from './template/policies.ts';

const jwt = { issuer: 'https://issuer.example.com', audience: ['first', 'second'] };
const otherSettings = {
  reservedConcurrency: '100',
  reminderDelivery: 'log',
  taskAdapter: 'webhook',
  reminderAdapter: 'webhook',
  meetingAdapter: 'caldav',
  webhookUrl: 'https://hooks.example.com/actions',
  webhookSecretParameter: '/workflow-executor/dev/webhook-secret',
  caldavUrl: 'https://cal.example.com/team/',
  caldavUsername: 'executor',
  caldavPasswordParameter: '/workflow-executor/dev/caldav-password',
  caldavOrganizer: 'team@example.com',
  reminderEmail: 'a@example.com',
  reminderHttpsUrl: 'https://hooks.example.com/reminders',
};
const jwtParameters = { jwtIssuer: jwt.issuer, jwtAudience: 'first, second', retentionDays: '30' };

let service: ServiceCopy;
/** Where the templates are. */
const files: string[] = [join(import.meta.dirname, '../../.github/deploy-role.yml')];
let log: FunctionLog;
let dev: PackagedStage;
let prod: PackagedStage;
let withJwt: PackagedStage;
let prodTemplate: StackTemplate;
let withOthers: StackTemplate;

/** The shell that deploys may hold the secrets of a service that is started in it. */
const canary = 'secret-canary';
const secrets = {
  WEBHOOK_SECRET: `whsec_${canary}`,
  CALDAV_PASSWORD: canary,
  GOOGLE_CREDENTIALS: `{"private_key":"${canary}"}`,
};

beforeAll(async () => {
  Object.assign(process.env, secrets);
  service = copyService();
  const { directory } = service;
  const packaged = async (stage: string, parameters?: Readonly<Record<string, string>>) => {
    const { file, template } = await packageStage(directory, stage, parameters);
    files.push(file);
    return template;
  };
  prodTemplate = await packaged('prod');
  const [devTemplate, jwtTemplate] = [await packaged('dev'), await packaged('dev', jwtParameters)];
  withOthers = await packaged('dev', otherSettings);
  const unpacked = unpack(readFileSync(`${directory}/dist/execute.zip`));
  log = await recordFunctionLog(unpacked.bundle);
  unpacked.remove();
  dev = packagedStage('dev', devTemplate, log);
  prod = packagedStage('prod', prodTemplate, log);
  withJwt = packagedStage('dev', jwtTemplate, log, { jwt, retentionDays: 30 });
}, 300_000);

afterAll(() => {
  for (const name of Object.keys(secrets)) delete process.env[name];
  service.remove();
});

test('no secret of the shell that deploys is in what is packaged', () => {
  const packaged = ['packages', 'dist'].flatMap((folder) => {
    const names = readdirSync(join(service.directory, folder), { recursive: true, encoding: 'utf8' });
    return names.map((name) => join(service.directory, folder, name));
  });
  const texts = packaged
    .filter((file) => /\.(?:js|json|map)$/.test(file))
    .map((file) => readFileSync(file, 'utf8'));
  expect(texts.length).toBeGreaterThan(8);
  expect(texts.filter((text) => text.includes(canary))).toEqual([]);
});

const titles = Object.keys(assertions) as AssertionTitle[];

test.each(titles)('in dev, %s', (title) => {
  assertions[title](dev);
});

test.each(titles)('in prod, %s', (title) => {
  assertions[title](prod);
});

test.each(titles)('with JWT and retention, %s', (title) => {
  assertions[title](withJwt);
});

describe.each(titles)('the assertion that %s', (title) => {
  const [ofTemplate = [], ofLines = [], ofActions = []] = [
    templateMutations[title],
    lineMutations[title],
    actionMutations[title],
  ];

  test('is broken by some change', () => {
    expect([...ofTemplate, ...ofLines, ...ofActions]).not.toEqual([]);
  });

  for (const [what, change] of ofTemplate)
    test(`fails when ${what}`, () => {
      const template = structuredClone(prodTemplate);
      change(template.Resources);
      const broken = packagedStage('prod', template, log);
      expect(() => assertions[title](broken)).toThrow('expect(');
    });

  for (const [what, change] of ofLines)
    test(`fails when ${what}`, () => {
      const lines = structuredClone(log.lines);
      for (const line of lines) change(line as never);
      expect(() => assertions[title]({ ...prod, lines })).toThrow('expect(');
    });

  for (const [what, change] of ofActions)
    test(`fails when ${what}`, () => {
      const actions = new Set(log.actions);
      change(actions);
      expect(() => assertions[title]({ ...prod, actions })).toThrow('expect(');
    });
});

describeWith('Python', 'cfn-lint', () => {
  test('finds nothing in the templates', async () => {
    expect(await lint(files)).toEqual([]);
    expect(files).toHaveLength(5);
  }, 120_000);
});

test('the archive contains the bundle and nothing else, and the source map is outside', () => {
  const read = (name: string): Buffer => readFileSync(`${service.directory}/dist/${name}`);
  const files = unzipSync(read('execute.zip'));
  expect(Object.keys(files)).toEqual(['functions/execute.js']);
  expect(Buffer.compare(files['functions/execute.js'] ?? Buffer.of(), read('functions/execute.js'))).toBe(0);
  expect(JSON.parse(read('functions/execute.js.map').toString())).toMatchObject({ version: 3 });
});

test('the packaged file answers the documented request, to the byte', () => {
  expect(log.answers['documented']).toEqual({
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

test('a reminder is delivered once, and one that is not delivered is an error', () => {
  expect(log.deliveries).toEqual({
    delivered: null,
    'delivered-before': null,
    'topic-down': 'ReminderNotDelivered',
    held: 'ReminderNotDelivered',
  });
});

test('reserved concurrency and the way of delivery are those that were asked for', () => {
  expect(withOthers.Resources['ExecuteLambdaFunction']?.Properties).toMatchObject({
    ReservedConcurrentExecutions: 100,
    Environment: { Variables: { REMINDER_DELIVERY: 'log' } },
  });
});

test('the function gets the variables of the chosen adapters and no other, and secrets by their names', () => {
  const stack = resolveTemplate(withOthers);
  const variables = propertyOf(stack, 'ExecuteLambdaFunction', 'Environment.Variables');
  const always = Object.entries(
    propertyOf(dev.stack, 'ExecuteLambdaFunction', 'Environment.Variables') ?? {},
  );
  const notOfAdapters = always.filter(
    ([name]) => !name.endsWith('_ADAPTER') && !variablesOf('eventbridge').includes(name),
  );
  expect(variables).toEqual({
    ...Object.fromEntries(notOfAdapters),
    REMINDER_DELIVERY: 'log',
    TASK_ADAPTER: 'webhook',
    REMINDER_ADAPTER: 'webhook',
    MEETING_ADAPTER: 'caldav',
    WEBHOOK_URL: otherSettings.webhookUrl,
    WEBHOOK_SECRET: 'ssm:/workflow-executor/dev/webhook-secret',
    CALDAV_URL: otherSettings.caldavUrl,
    CALDAV_USERNAME: 'executor',
    CALDAV_PASSWORD: 'ssm:/workflow-executor/dev/caldav-password',
    CALDAV_ORGANIZER: 'team@example.com',
  });
});

test('the function may read those secrets and make no schedule, and delivers what was scheduled before', () => {
  const policy = propertyOf(resolveTemplate(withOthers), 'FunctionRole', 'Policies.0.PolicyDocument');
  const secrets = ['webhook-secret', 'caldav-password'].map((name) =>
    arnOf('ssm', `parameter/workflow-executor/dev/${name}`),
  );
  const read = { Sid: 'ReadSecrets', Effect: 'Allow', Action: 'ssm:GetParameter', Resource: secrets };
  expect(policy).toEqual(functionPolicy('dev', [read]));
  const kept = Object.values(withOthers.Resources).map(({ Type }) => Type);
  expect(kept).toEqual(expect.arrayContaining(['AWS::Scheduler::ScheduleGroup']));
  expect(withOthers.Resources).toHaveProperty('ReminderSchedulerRole');
});

test('those whom the settings name are subscribed to due reminders, each with the queue for what is not delivered', () => {
  const stack = resolveTemplate(withOthers);
  const subscriptions = ofType(stack, 'AWS::SNS::Subscription').map(([, { Properties }]) => Properties);
  const subscription = {
    TopicArn: arnOf('sns', 'workflow-executor-dev-reminders-due'),
    RedrivePolicy: { deadLetterTargetArn: arnOf('sqs', 'workflow-executor-dev-reminders-subscription-dlq') },
  };
  expect(subscriptions).toEqual([
    { ...subscription, Protocol: 'email', Endpoint: otherSettings.reminderEmail },
    { ...subscription, Protocol: 'https', Endpoint: otherSettings.reminderHttpsUrl },
  ]);
});

const unreachable = {
  AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
  AWS_ACCESS_KEY_ID: 'none',
  AWS_SECRET_ACCESS_KEY: 'none',
  AWS_MAX_ATTEMPTS: '1',
};
const deployProd = (env: Readonly<Record<string, string>>, ...settings: readonly string[]): Promise<string> =>
  serverless(service.directory, ['deploy', '--stage', 'prod', ...settings], { ...unreachable, ...env });
const emailForgotten = 'ALARM_EMAIL is not set';

test.each([[{}], [{ ALARM_EMAIL: '' }]])(
  'a deployment to prod that would end the subscription to alarms is refused before anything is sent: %j',
  async (env) => {
    await expect(deployProd(env)).rejects.toThrow(emailForgotten);
  },
  60_000,
);

test.each([
  [{ ALARM_EMAIL: 'on-call@example.com' }, []],
  [{ ALARM_EMAIL: 'none' }, []],
  [{}, ['--param', 'alarmEmail=on-call@example.com']],
])(
  'with %j %j it goes on',
  async (env, parameters) => {
    const refused = await deployProd(env, ...parameters).catch((error: unknown) => String(error));
    expect(refused).not.toContain(emailForgotten);
    expect(refused).toContain('ECONNREFUSED');
  },
  60_000,
);

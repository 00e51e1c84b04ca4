// The variables and rights of the adapters that a deployment chooses, with modules that are like those of the service.
import { expect, test } from '@jest/globals';
import type { AdapterModule } from '../../lib/adapters/adapter-module.ts';
import { adapterModules } from '../../lib/adapters/registry.ts';
import { paramOf, readAdapters } from '../../scripts/deploy/adapters.ts';
import { settings } from '../support/deployment.ts';
import { contextOf } from '../support/settings-context.ts';

const unused = (): never => {
  throw new Error('a deployment creates no adapter');
};
const schedule = { Sid: 'Schedule', Effect: 'Allow', Action: 'scheduler:CreateSchedule', Resource: 'group' };
const modules: readonly AdapterModule[] = [
  { name: 'record', variables: { required: [], properties: {} }, actions: { task: unused } },
  {
    name: 'timer',
    variables: {
      required: ['TIMER_GROUP', 'TIMER_ROLE_ARN'],
      properties: {
        TIMER_GROUP: { pattern: '^[a-z-]+$', description: 'Group.' },
        TIMER_ROLE_ARN: { pattern: '^arn:', description: 'Role.' },
        TIMER_LEAD_SECONDS: {
          pattern: '^[0-9]+$',
          'x-pattern-message': 'must be whole seconds',
          description: 'S',
        },
      },
    },
    statements: [schedule],
    actions: { reminder: unused },
  },
  { name: 'mock', variables: { required: [], properties: {} }, actions: { meeting: unused } },
  {
    name: 'webhook',
    variables: {
      required: ['WEBHOOK_URL', 'WEBHOOK_SECRET'],
      dependentRequired: { WEBHOOK_USER: ['WEBHOOK_TOKEN'], WEBHOOK_TOKEN: ['WEBHOOK_USER'] },
      properties: {
        WEBHOOK_URL: {
          pattern: '^https://',
          'x-url': true,
          'x-pattern-message': 'must be an https URL',
          description: 'URL.',
        },
        WEBHOOK_SECRET: { 'x-secret': true, description: 'Secret.' },
        WEBHOOK_USER: { description: 'User.' },
        WEBHOOK_TOKEN: { 'x-secret': true, description: 'Token.' },
        WEBHOOK_MODE: { enum: ['fast', 'slow'], description: 'Mode.' },
      },
    },
    actions: { task: unused, reminder: unused, meeting: unused },
  },
];

const roleArn = { 'Fn::GetAtt': ['Role', 'Arn'] };
const defaults = {
  taskAdapter: 'record',
  reminderAdapter: 'timer',
  meetingAdapter: 'mock',
  reminderDelivery: 'sns',
};
const webhook = { webhookUrl: 'https://hooks.example.com', webhookSecretParameter: '/executor/dev/webhook' };

const readWith = (parameters: Readonly<Record<string, string>>) => {
  const stackVariables = { TIMER_GROUP: 'dev-reminders', TIMER_ROLE_ARN: roleArn };
  const context = contextOf({ ...defaults, ...parameters }, { 'self:custom.stackVariables': stackVariables });
  return readAdapters(context, modules);
};

const readParameters = (...names: readonly string[]) => ({
  Sid: 'ReadSecrets',
  Effect: 'Allow',
  Action: 'ssm:GetParameter',
  Resource: names.map((name) => ({
    'Fn::Sub': `arn:\${AWS::Partition}:ssm:\${AWS::Region}:\${AWS::AccountId}:parameter${name}`,
  })),
});

test('the function gets the variables and rights of the chosen adapters, those of the stack included', async () => {
  expect(await readWith({ timerLeadSeconds: '30' })).toEqual({
    environment: {
      TASK_ADAPTER: 'record',
      REMINDER_ADAPTER: 'timer',
      MEETING_ADAPTER: 'mock',
      TIMER_GROUP: 'dev-reminders',
      TIMER_ROLE_ARN: roleArn,
      TIMER_LEAD_SECONDS: '30',
    },
    statements: [schedule],
  });
});

test('the variables of an adapter that is not chosen are not given, whatever their params are', async () => {
  const { environment } = await readWith({ ...webhook, webhookUrl: 'not a URL' });
  expect(Object.keys(environment).filter((name) => name.startsWith('WEBHOOK'))).toEqual([]);
});

test('a secret is given by its name, once for all actions that need it, with the right to read it and nothing else', async () => {
  const all = { taskAdapter: 'webhook', reminderAdapter: 'webhook', meetingAdapter: 'webhook' };
  expect(await readWith({ ...all, ...webhook, webhookMode: 'slow' })).toEqual({
    environment: {
      TASK_ADAPTER: 'webhook',
      REMINDER_ADAPTER: 'webhook',
      MEETING_ADAPTER: 'webhook',
      WEBHOOK_URL: 'https://hooks.example.com',
      WEBHOOK_SECRET: 'ssm:/executor/dev/webhook',
      WEBHOOK_MODE: 'slow',
    },
    statements: [readParameters('/executor/dev/webhook')],
  });
});

test('reminders that are delivered by webhook need its variables too, though no action uses it', async () => {
  const { environment, statements } = await readWith({ reminderDelivery: 'webhook', ...webhook });
  expect(environment).toMatchObject({ TASK_ADAPTER: 'record', WEBHOOK_SECRET: 'ssm:/executor/dev/webhook' });
  expect(statements).toEqual([schedule, readParameters('/executor/dev/webhook')]);
  await expect(readWith({ reminderDelivery: 'webhook' })).rejects.toThrow(
    'param webhookUrl must be given with reminderDelivery webhook',
  );
});

test('a key of the account may decrypt those parameters, through Parameter Store alone', async () => {
  const secretsKeyArn = 'arn:aws:kms:eu-west-1:123456789012:key/0a1b-2c';
  const parameters = readParameters('/executor/dev/webhook');
  const { statements } = await readWith({ taskAdapter: 'webhook', ...webhook, secretsKeyArn });
  expect(statements).toEqual([
    schedule,
    parameters,
    {
      Sid: 'DecryptSecrets',
      Effect: 'Allow',
      Action: 'kms:Decrypt',
      Resource: secretsKeyArn,
      Condition: {
        StringEquals: {
          'kms:ViaService': { 'Fn::Sub': 'ssm.${AWS::Region}.amazonaws.com' },
          'kms:EncryptionContext:PARAMETER_ARN': parameters.Resource,
        },
      },
    },
  ]);
  expect((await readWith({ secretsKeyArn })).statements).toEqual([schedule]);
});

test.each([
  [{ taskAdapter: 'mock' }, 'param taskAdapter must be one of record, webhook'],
  [{ reminderAdapter: '' }, 'param reminderAdapter must be one of timer, webhook'],
  [{ meetingAdapter: 'Webhook' }, 'param meetingAdapter must be one of mock, webhook'],
  [{ meetingAdapter: 'webhook' }, 'param webhookUrl must be given with meetingAdapter webhook'],
  [
    { taskAdapter: 'webhook', webhookUrl: 'https://a.example' },
    'param webhookSecretParameter must be given with taskAdapter webhook',
  ],
  [
    { taskAdapter: 'webhook', ...webhook, webhookUrl: 'http://a.example' },
    'param webhookUrl must be an https URL',
  ],
  [
    { taskAdapter: 'webhook', ...webhook, webhookMode: 'lazy' },
    'param webhookMode must be one of fast, slow',
  ],
  [
    { taskAdapter: 'webhook', ...webhook, webhookUrl: 'https://a.example:99999/' },
    'param webhookUrl must be a URL that can be called',
  ],
  [
    { taskAdapter: 'webhook', ...webhook, webhookUser: 'ada' },
    'param webhookTokenParameter must be given with webhookUser',
  ],
  [
    { taskAdapter: 'webhook', ...webhook, webhookTokenParameter: '/executor/dev/token' },
    'param webhookUser must be given with webhookTokenParameter',
  ],
  [{ reminderDelivery: 'caldav' }, 'param reminderDelivery must be one of sns, log, webhook'],
  [{ timerLeadSeconds: 'soon' }, 'param timerLeadSeconds must be whole seconds'],
  [{ secretsKeyArn: 'alias/secrets' }, 'param secretsKeyArn must be the ARN of a KMS key, not of an alias'],
])('%j stops the packaging', async (parameters, message) => {
  await expect(readWith(parameters)).rejects.toThrow(message);
});

test.each([
  'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  'ssm:/executor/dev/webhook',
  'executor/dev/webhook',
  '/executor/dev/*',
  '/executor//webhook',
  '/',
  `/${'a'.repeat(512)}`,
  '{"type":"service_account"}',
])(
  '%s is refused as the name of a secret, and does not appear in the message',
  async (webhookSecretParameter) => {
    const asked = readWith({ taskAdapter: 'webhook', ...webhook, webhookSecretParameter });
    const message =
      'param webhookSecretParameter must be the name of a parameter in Parameter Store, as /workflow-executor/prod/webhook-secret';
    await expect(asked).rejects.toThrow(new Error(message));
  },
);

/** The adapters of which serverless.yml lists a param. One that is not listed is empty there, and a stage can set it all the same. */
const listed = adapterModules.filter(({ name }) =>
  Object.keys(settings.params.default).some((param) => param.startsWith(name)),
);

test('the adapters that need settings and no resource of the stack are listed in serverless.yml', () => {
  expect(listed.map(({ name }) => name)).toEqual(expect.arrayContaining(['webhook', 'caldav', 'google']));
});

test.each(listed)(
  'serverless.yml has a param for each variable of $name, but for that of tests',
  (module) => {
    const params = Object.entries(module.variables.properties).flatMap(([variable, schema]) =>
      variable === 'GOOGLE_API_URL' ? [] : [paramOf(variable, schema['x-secret'] === true)],
    );
    const names = Object.keys(settings.params.default).filter((param) => param.startsWith(module.name));
    expect(names.toSorted()).toEqual(params.toSorted());
  },
);

test('the stack gives eventbridge the variables that it requires', () => {
  const { required = [] } = adapterModules.find(({ name }) => name === 'eventbridge')?.variables ?? {};
  expect(required.length).toBeGreaterThan(0);
  expect(Object.keys(settings.custom.stackVariables)).toEqual(expect.arrayContaining([...required]));
});

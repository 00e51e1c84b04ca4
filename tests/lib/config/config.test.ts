// How the environment is read: defaults, every variable, and the message with which a start with a wrong variable stops.
import { expect, test } from '@jest/globals';
import { adapterTable } from '../../../lib/generated/tables.ts';
import { ConfigError, readConfig, readServiceInfo } from '../../../lib/config/config.ts';

const required = {
  EXECUTIONS_TABLE: 'executions',
  TOPICS_TABLE: 'topics',
  REMINDER_SCHEDULE_GROUP: 'reminders',
  REMINDER_TARGET_ARN: 'arn:aws:lambda:us-east-1:000000000000:function:execute',
  REMINDER_ROLE_ARN: 'arn:aws:iam::000000000000:role/reminders',
  REMINDER_DLQ_ARN: 'arn:aws:sqs:us-east-1:000000000000:reminders-failed',
};
const topicArn = 'arn:aws:sns:us-east-1:000000000000:reminders-due';
const withTopic = { ...required, REMINDER_TOPIC_ARN: topicArn };
const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;

const webhook = { WEBHOOK_URL: 'https://example.com/hook?a=b', WEBHOOK_SECRET: secret };

const defaults = {
  service: 'workflow-executor',
  stage: 'local',
  version: '0.0.0',
  logLevel: 'INFO',
  executionsTable: 'executions',
  topicsTable: 'topics',
  defaultTimezone: 'UTC',
  retentionDays: undefined,
  adapters: { task: 'record', reminder: 'eventbridge', meeting: 'mock' },
  variables: withTopic,
  delivery: { kind: 'sns', topicArn },
};

/** The message of the ConfigError; `undefined` where there is none. */
function errorOf(variables: Readonly<Record<string, string | undefined>>): string | undefined {
  try {
    readConfig(variables);
    return undefined;
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}

test('a variable that is not set has its default', () => {
  expect(readConfig(withTopic)).toEqual(defaults);
});

test('every variable is read', () => {
  const variables = {
    ...withTopic,
    SERVICE_NAME: 'executor',
    STAGE: 'prod',
    SERVICE_VERSION: '1.2.3',
    LOG_LEVEL: 'DEBUG',
    DEFAULT_TIMEZONE: 'Asia/Kathmandu',
    RETENTION_DAYS: '30',
    REMINDER_LEAD_SECONDS: '0',
  };
  expect(readConfig(variables)).toEqual({
    ...defaults,
    service: 'executor',
    stage: 'prod',
    version: '1.2.3',
    logLevel: 'DEBUG',
    defaultTimezone: 'Asia/Kathmandu',
    retentionDays: 30,
    variables,
  });
});

test('a variable set to the empty string counts as not set', () => {
  const empty = { SERVICE_NAME: '', STAGE: '', SERVICE_VERSION: '', LOG_LEVEL: '', DEFAULT_TIMEZONE: '' };
  const variables = { ...withTopic, ...empty, RETENTION_DAYS: '', REMINDER_LEAD_SECONDS: '' };
  expect(readConfig(variables)).toEqual(defaults);
});

test('unknown variables are ignored', () => {
  const unknown = { PATH: '/bin', EXECUTIONS_TABLES: 'x' };
  const variables = { ...withTopic, ...unknown };
  expect(readConfig(variables)).toEqual({ ...defaults, variables });
});

test.each(Object.keys(required))('%s is required', (name) => {
  expect(errorOf({ ...withTopic, [name]: undefined })).toBe(`${name} is required`);
  expect(errorOf({ ...withTopic, [name]: '' })).toBe(`${name} is required`);
});

test('REMINDER_DELIVERY chooses the delivery, and only the variables of that delivery are required', () => {
  const delivery = (variables: object) => readConfig({ ...required, ...variables }).delivery;
  expect(delivery({ REMINDER_DELIVERY: 'log' })).toEqual({ kind: 'log' });
  const secrets = `${secret} ${secret}`;
  expect(delivery({ ...webhook, REMINDER_DELIVERY: 'webhook', WEBHOOK_SECRET: secrets })).toEqual({
    kind: 'webhook',
    url: webhook.WEBHOOK_URL,
    secret: secrets,
  });
  expect(errorOf(required)).toBe('REMINDER_TOPIC_ARN is required with REMINDER_DELIVERY=sns');
  const reason = 'is required with REMINDER_DELIVERY=webhook';
  expect(errorOf({ ...required, REMINDER_DELIVERY: 'webhook' })).toBe(
    `WEBHOOK_URL ${reason}; WEBHOOK_SECRET ${reason}`,
  );
});

const aTable = 'must be the name of a DynamoDB table';
const anArn = 'must be an ARN';
const days = 'must be a whole number of days from 1 to 99999';
const aUrl = 'must be an https URL, or an http URL of this very machine, without a name and a password in it';
const aSecret =
  'must be whsec_ and the base64 of 16 to 64 bytes, several separated by a space; or ssm: and the name of a parameter that holds them, with its first slash';
const aTopic = 'must be the ARN of an SNS topic, of the standard kind';
const seconds = 'must be a whole number of seconds from 0 to 9999';

test.each([
  ['LOG_LEVEL', 'LOUD', 'must be one of DEBUG, INFO, WARN, ERROR'],
  ['LOG_LEVEL', 'info', 'must be one of DEBUG, INFO, WARN, ERROR'],
  ['EXECUTIONS_TABLE', 'ab', aTable],
  ['EXECUTIONS_TABLE', 'my table', aTable],
  ['TOPICS_TABLE', 't'.repeat(256), aTable],
  ['DEFAULT_TIMEZONE', 'Mars/Olympus', 'must be an IANA time zone name such as Europe/Berlin'],
  ['DEFAULT_TIMEZONE', '+01:00', 'must be an IANA time zone name such as Europe/Berlin'],
  ['RETENTION_DAYS', '0', days],
  ['RETENTION_DAYS', '-1', days],
  ['RETENTION_DAYS', '1.5', days],
  ['RETENTION_DAYS', '100000', days],
  ['RETENTION_DAYS', '30 ', days],
  ['REMINDER_SCHEDULE_GROUP', 'a b', 'must be the name of a schedule group'],
  ['REMINDER_SCHEDULE_GROUP', 'g'.repeat(65), 'must be the name of a schedule group'],
  ['REMINDER_TOPIC_ARN', 'reminders-due', aTopic],
  ['REMINDER_TOPIC_ARN', `${topicArn}.fifo`, aTopic],
  ['REMINDER_ROLE_ARN', 'role/reminders', anArn],
  ['REMINDER_DLQ_ARN', 'https://sqs.us-east-1.amazonaws.com/0/failed', anArn],
  ['REMINDER_TARGET_ARN', 'execute', anArn],
  ['REMINDER_DELIVERY', 'mail', 'must be one of sns, log, webhook'],
  ['REMINDER_LEAD_SECONDS', '-1', seconds],
  ['REMINDER_LEAD_SECONDS', '1e3', seconds],
  ['REMINDER_LEAD_SECONDS', '10000', seconds],
])('%s set to "%s" is refused', (name, value, why) => {
  expect(errorOf({ ...withTopic, [name]: value })).toBe(`${name} ${why}`);
});

test.each([
  ['WEBHOOK_SECRET', `whsec_${'A'.repeat(20)}`, aSecret],
  ['WEBHOOK_URL', 'http://example.com/', aUrl],
  ['WEBHOOK_URL', 'https://me:secret@example.com/', aUrl],
  ['WEBHOOK_URL', 'http://localhost.example.com/', aUrl],
  ['WEBHOOK_URL', 'example.com', aUrl],
  ['WEBHOOK_SECRET', 'secret', aSecret],
  ['WEBHOOK_SECRET', 'ssm:name', aSecret],
  ['WEBHOOK_SECRET', `${secret},${secret}`, aSecret],
  ['WEBHOOK_URL', 'https://a:b:c/', 'must be a URL that can be called'],
])('%s set to "%s" is refused where a webhook is chosen, and ignored otherwise', (name, value, why) => {
  const wrong = { ...withTopic, ...webhook, [name]: value };
  expect(errorOf({ ...wrong, REMINDER_DELIVERY: 'webhook' })?.split('; W')[0]).toContain(`${name} must be`);
  expect(errorOf({ ...wrong, TASK_ADAPTER: 'webhook' })).toContain(`${name} ${why}`);
  expect(errorOf(wrong)).toBeUndefined();
});

test('without the scheduler no reminder falls due, and no delivery has to be configured', () => {
  const { EXECUTIONS_TABLE, TOPICS_TABLE } = required;
  const variables = { EXECUTIONS_TABLE, TOPICS_TABLE, ...webhook, REMINDER_ADAPTER: 'webhook' };
  expect(readConfig(variables)).toMatchObject({
    adapters: { task: 'record', reminder: 'webhook', meeting: 'mock' },
    variables,
  });
  expect(readConfig(variables).delivery).toBeUndefined();
  expect(readConfig({ ...variables, REMINDER_DELIVERY: 'log' }).delivery).toEqual({ kind: 'log' });
});

test('an adapter that does not exist is refused, with those that do', () => {
  const { variable, names } = adapterTable.meeting;
  expect(errorOf({ ...withTopic, [variable]: 'telepathy' })).toBe(
    `MEETING_ADAPTER must be one of ${names.join(', ')}`,
  );
});

test('a variable that a chosen adapter needs is asked for with the reason', () => {
  const variables = { ...withTopic, REMINDER_ADAPTER: 'eventbridge', REMINDER_ROLE_ARN: '' };
  expect(errorOf(variables)).toBe('REMINDER_ROLE_ARN is required with REMINDER_ADAPTER=eventbridge');
});

test('one error names every wrong variable', () => {
  const wrong = { TOPICS_TABLE: '', LOG_LEVEL: 'LOUD', RETENTION_DAYS: 'x', REMINDER_DLQ_ARN: 'x' };
  const variables = { ...withTopic, ...wrong };
  expect(errorOf(variables)?.split('; ').toSorted()).toEqual([
    'LOG_LEVEL must be one of DEBUG, INFO, WARN, ERROR',
    `REMINDER_DLQ_ARN ${anArn}`,
    `RETENTION_DAYS ${days}`,
    'TOPICS_TABLE is required',
  ]);
});

test('the error is a ConfigError by name', () => {
  expect(() => readConfig({})).toThrow(expect.objectContaining({ name: 'ConfigError' }));
});

test('the service, its stage and its version are known even without a valid configuration', () => {
  expect(readServiceInfo({})).toEqual({ service: 'workflow-executor', stage: 'local', version: '0.0.0' });
  expect(readServiceInfo({ SERVICE_NAME: 'executor', STAGE: 'prod', SERVICE_VERSION: '1.2.3' })).toEqual({
    service: 'executor',
    stage: 'prod',
    version: '1.2.3',
  });
});

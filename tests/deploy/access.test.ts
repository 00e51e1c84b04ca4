// The settings of serverless.yml that depend on a parameter: who may call, retention, alarms by e-mail, reserved concurrency.
import { expect, test } from '@jest/globals';
import { openRoutes } from '../../scripts/deploy/routes.ts';
import * as settings from '../../scripts/deploy/settings.ts';
import { contextOf } from '../support/settings-context.ts';

const webhook = { webhookUrl: 'https://hooks.example.com', webhookSecretParameter: '/dev/webhook' };
const issuer = 'https://issuer.example.com';

test('without parameters, a call must be signed', async () => {
  expect(await settings.routeAuthorizer(contextOf({}))).toEqual({ type: 'aws_iam' });
  expect(await settings.authorizers(contextOf({}))).toEqual({});
});

test('with issuer and audience, a call needs a token instead', async () => {
  const context = contextOf({ jwtIssuer: issuer, jwtAudience: 'one, two' });
  expect(await settings.routeAuthorizer(context)).toEqual({ name: 'jwt' });
  expect(await settings.authorizers(context)).toEqual({
    jwt: {
      type: 'jwt',
      identitySource: '$request.header.Authorization',
      issuerUrl: issuer,
      audience: ['one', 'two'],
    },
  });
});

test.each([
  [{ jwtIssuer: issuer }, 'jwtAudience must be given'],
  [{ jwtAudience: 'one' }, 'jwtIssuer must be an https URL'],
  [{ jwtIssuer: 'none', jwtAudience: 'one' }, 'jwtIssuer must be an https URL'],
  [{ jwtIssuer: 'http://issuer.example.com', jwtAudience: 'one' }, 'jwtIssuer must be an https URL'],
  [{ jwtIssuer: issuer, jwtAudience: ' , ' }, 'jwtAudience must be given'],
  [{ jwtIssuer: 'false', jwtAudience: 'false' }, 'jwtIssuer must be an https URL'],
])('%j stops the packaging', async (parameters, message) => {
  await expect(settings.routeAuthorizer(contextOf(parameters))).rejects.toThrow(message);
  await expect(settings.authorizers(contextOf(parameters))).rejects.toThrow(message);
});

test.each([
  ['AWS_IAM', undefined, []],
  ['JWT', { Ref: 'Authorizer' }, []],
  ['JWT', undefined, ['Route']],
  ['CUSTOM', { Ref: 'Authorizer' }, ['Route']],
  ['NONE', undefined, ['Route']],
  [undefined, undefined, ['Route']],
])(
  'with a route of type %s and authorizer %j, the open routes are %j',
  (AuthorizationType, AuthorizerId, open) => {
    const Properties = { AuthorizationType, AuthorizerId };
    expect(openRoutes({ Route: { Type: 'AWS::ApiGatewayV2::Route', Properties } })).toEqual(open);
  },
);

test.each(['0', '-1', '1.5', 'x', '100000'])('retention of %s days is refused', async (retentionDays) => {
  await expect(settings.timeToLive(contextOf({ retentionDays }))).rejects.toThrow('whole days');
});

test('retention sets the variable and the expiry together, or neither', async () => {
  const others = { 'self:custom.stackVariables': {} };
  const chosen = { taskAdapter: 'record', reminderAdapter: 'webhook', meetingAdapter: 'mock' };
  const adapters = { ...chosen, reminderDelivery: 'sns', ...webhook };
  const environmentWith = async (retention: object) =>
    await settings.functionEnvironment(contextOf({ ...adapters, ...retention }, others));
  expect(await environmentWith({})).not.toHaveProperty('RETENTION_DAYS');
  expect(await settings.timeToLive(contextOf({}))).toBeNull();
  expect(await environmentWith({ retentionDays: '30' })).toMatchObject({ RETENTION_DAYS: '30' });
  expect(await settings.timeToLive(contextOf({ retentionDays: '30' }))).toEqual({
    AttributeName: 'expires_at',
    Enabled: true,
  });
});

test('the alarms topic has a subscription by e-mail only when an address is given', async () => {
  expect(await settings.alarmSubscriptions(contextOf({}))).toBeNull();
  expect(await settings.alarmSubscriptions(contextOf({ alarmEmail: 'none' }))).toBeNull();
  expect(await settings.alarmSubscriptions(contextOf({ alarmEmail: 'a@example.com' }))).toEqual([
    { Protocol: 'email', Endpoint: 'a@example.com' },
  ]);
});

test.each(['0', '-1', '1.5', 'x', '100000'])(
  'a reserved concurrency of %s is refused',
  async (reservedConcurrency) => {
    await expect(settings.reservedConcurrency(contextOf({ reservedConcurrency }))).rejects.toThrow(
      'whole number',
    );
  },
);

test('concurrency is reserved when a number is given, and shared otherwise', async () => {
  expect(await settings.reservedConcurrency(contextOf({}))).toBeNull();
  expect(await settings.reservedConcurrency(contextOf({ reservedConcurrency: '100' }))).toBe(100);
});

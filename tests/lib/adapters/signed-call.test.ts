// What is signed for a call of an AWS service, and where it is sent.
import { afterEach, expect, test } from '@jest/globals';
import { createSigner, endpointOf, signedCallLimits } from '../../../lib/adapters/signed-call.ts';
import '../../support/aws-environment.ts';

const initialEnvironment = { ...process.env };
afterEach(() => {
  for (const variable of Object.keys(process.env))
    if (!(variable in initialEnvironment)) delete process.env[variable];
  Object.assign(process.env, initialEnvironment);
});

test.each([
  ['sns', 'us-east-1', 'https://sns.us-east-1.amazonaws.com'],
  ['ssm', 'eu-central-1', 'https://ssm.eu-central-1.amazonaws.com'],
  ['sns', 'us-gov-west-1', 'https://sns.us-gov-west-1.amazonaws.com'],
  ['ssm', 'cn-north-1', 'https://ssm.cn-north-1.amazonaws.com.cn'],
  ['sns', 'us-iso-east-1', 'https://sns.us-iso-east-1.c2s.ic.gov'],
])('the endpoint of %s in %s is %s', (service, region, url) => {
  expect(endpointOf(service, region)).toBe(url);
});

test('a call is signed for the service in the region of the function, and for its headers and body', async () => {
  process.env['AWS_REGION'] = 'eu-central-1';
  const call = await createSigner({ name: 'ssm' })({ 'x-amz-target': 'AmazonSSM.GetParameter' }, '{}');
  expect(call).toMatchObject({ method: 'POST', url: 'https://ssm.eu-central-1.amazonaws.com/', body: '{}' });
  expect(call.headers).toMatchObject({
    host: 'ssm.eu-central-1.amazonaws.com',
    'x-amz-target': 'AmazonSSM.GetParameter',
    authorization: expect.stringMatching(
      /^AWS4-HMAC-SHA256 Credential=[^/]+\/\d{8}\/eu-central-1\/ssm\/aws4_request, SignedHeaders=\S*x-amz-target\S*, Signature=[0-9a-f]{64}$/,
    ),
  });
});

test('a region that is given is the one that is called and signed for', async () => {
  process.env['AWS_REGION'] = 'eu-central-1';
  const call = await createSigner({ name: 'sns', region: 'us-west-2' })({}, '');
  expect(call.url).toBe('https://sns.us-west-2.amazonaws.com/');
  expect(call.headers['authorization']).toContain('/us-west-2/sns/aws4_request');
});

test('the endpoint that is given comes before those of the environment, and its own variable before the general one', async () => {
  process.env['AWS_ENDPOINT_URL'] = 'http://127.0.0.1:1';
  const urlOf = async (endpoint?: string) => (await createSigner({ name: 'ssm' }, endpoint)({}, '')).url;
  expect(await urlOf()).toBe('http://127.0.0.1:1/');
  process.env['AWS_ENDPOINT_URL_SSM'] = 'http://127.0.0.1:2';
  expect(await urlOf()).toBe('http://127.0.0.1:2/');
  expect(await urlOf('http://127.0.0.1:3')).toBe('http://127.0.0.1:3/');
});

test('without credentials nothing is signed', async () => {
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) delete process.env[name];
  await expect(createSigner({ name: 'ssm' })({}, '')).rejects.toMatchObject({
    name: 'CredentialsProviderError',
    message: '',
  });
});

test.each([
  [500, '', true],
  [503, '', true],
  [429, '', true],
  [400, 'ThrottlingException', true],
  [400, 'Throttled', true],
  [400, 'AccessDenied', false],
  [200, '', false],
])('an answer of %i with the error code "%s" may pass: %s', (status, code, mayPass) => {
  const answer = { status, headers: new Headers(), text: '' };
  expect(signedCallLimits(() => code).mayPass?.(answer)).toBe(mayPass);
});

// The options of a client: the defaults, the address that is called, and what is refused.
import { expect, test } from '@jest/globals';
import { checkOptions, type ClientOptions } from '../../../lib/client/options.ts';

const url = 'https://example.com';
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
const signing = { region: 'eu-central-1', credentials };

test('the defaults are five attempts, 12 s a try and 60 s in all, without signature or token', () => {
  expect(checkOptions({ url })).toEqual({
    url: 'https://example.com/api/workflow/execute',
    access: { kind: 'none' },
    maxAttempts: 5,
    timeoutMs: 12_000,
    deadlineMs: 60_000,
  });
});

test('what is given is taken', () => {
  const provider = (): string => 'token';
  expect(
    checkOptions({ url, token: provider, maxAttempts: 1, timeoutMs: 1, deadlineMs: 2 ** 31 - 1, fetch }),
  ).toEqual({
    url: 'https://example.com/api/workflow/execute',
    access: { kind: 'token', token: provider },
    maxAttempts: 1,
    timeoutMs: 1,
    deadlineMs: 2 ** 31 - 1,
  });
  expect(checkOptions({ url, signing }).access).toEqual({ kind: 'signing', ...signing });
  expect(checkOptions({ url, token: 'abc.def-_~+/=' }).access).toEqual({
    kind: 'token',
    token: 'abc.def-_~+/=',
  });
  const given = () => credentials;
  expect(checkOptions({ url, signing: { region: 'us-gov-west-1', credentials: given } }).access).toEqual({
    kind: 'signing',
    region: 'us-gov-west-1',
    credentials: given,
  });
});

test.each([
  ['https://example.com/', 'https://example.com/api/workflow/execute'],
  ['https://example.com/prod', 'https://example.com/prod/api/workflow/execute'],
  ['https://example.com/prod/', 'https://example.com/prod/api/workflow/execute'],
  ['https://example.com/prod//v1//', 'https://example.com/prod//v1/api/workflow/execute'],
  ['https://example.com/api/workflow/execute', 'https://example.com/api/workflow/execute'],
  ['https://example.com/dev/api/workflow/execute', 'https://example.com/dev/api/workflow/execute'],
  ['https://example.com/dev/api/workflow/execute/', 'https://example.com/dev/api/workflow/execute/'],
  ['https://example.com/a%20b/~c/ü', 'https://example.com/a%20b/~c/%C3%BC/api/workflow/execute'],
  ['https://example.com/x?key=a', 'https://example.com/x/api/workflow/execute?key=a'],
  ['https://example.com/x?key=a+b+%2B', 'https://example.com/x/api/workflow/execute?key=a%20b%20%2B'],
  ['http://10.0.0.7:8000', 'http://10.0.0.7:8000/api/workflow/execute'],
])('the url %s leads to %s', (given, called) => {
  expect(checkOptions({ url: given }).url).toBe(called);
  expect(checkOptions({ url: new URL(given) }).url).toBe(called);
});

test.each(['localhost', '127.0.0.1', '127.8.9.10', '127.1', '[::1]'])(
  'a token and signed calls may go to %s without https',
  (host) => {
    expect(checkOptions({ url: `http://${host}:8000`, token: 'abc' }).access.kind).toBe('token');
    expect(checkOptions({ url: `http://${host}:8000`, signing }).access.kind).toBe('signing');
  },
);

const range = 'must be a whole number from 1 to 2147483647';
const visible = 'must be text of visible ASCII characters';
const notHttps = 'unless it leads to this machine';

test.each<[string, object]>([
  ['url must be an absolute http or https URL', {}],
  ['url must be an absolute http or https URL', { url: undefined }],
  ['url must be an absolute http or https URL', { url: '' }],
  ['url must be an absolute http or https URL', { url: '/prod' }],
  ['url must be an absolute http or https URL', { url: 'example.com' }],
  ['url must be an absolute http or https URL', { url: 'ftp://example.com' }],
  ['url must be an absolute http or https URL', { url: 'xhttps://example.com' }],
  ['url must not contain credentials', { url: 'https://user@example.com' }],
  ['url must not contain credentials', { url: 'https://:password@example.com' }],
  ['url must not have a fragment', { url: 'https://example.com#prod' }],
  ['signing and token exclude each other', { url, signing, token: 'abc' }],
  [`url must be https where token is used, ${notHttps}`, { url: 'http://example.com', token: 'abc' }],
  [`url must be https where signing is used, ${notHttps}`, { url: 'http://example.com', signing }],
  [`url must be https where token is used, ${notHttps}`, { url: 'http://127.0.0.1.example.com', token: 'a' }],
  [`url must be https where token is used, ${notHttps}`, { url: 'http://x.localhost.example', token: 'a' }],
  [`url must be https where token is used, ${notHttps}`, { url: 'http://mylocalhost', token: 'a' }],
  [`maxAttempts ${range}`, { url, maxAttempts: 0 }],
  [`maxAttempts ${range}`, { url, maxAttempts: 1.5 }],
  [`maxAttempts ${range}`, { url, maxAttempts: '5' }],
  [`timeoutMs ${range}`, { url, timeoutMs: -1 }],
  [`timeoutMs ${range}`, { url, timeoutMs: Number.POSITIVE_INFINITY }],
  [`timeoutMs ${range}`, { url, timeoutMs: null }],
  [`deadlineMs ${range}`, { url, deadlineMs: Number.NaN }],
  [`deadlineMs ${range}`, { url, deadlineMs: 2 ** 31 }],
  ['fetch must be a function', { url, fetch: 'fetch' }],
  ['timeout is no option of createClient', { url, timeout: 5 }],
  [`token ${visible}`, { url, token: '' }],
  [`token ${visible}`, { url, token: null }],
  [`token ${visible}`, { url, token: 'two words' }],
  [`token ${visible}`, { url, token: 'line\n' }],
  ['signing.region must be the name of a region, such as eu-central-1', { url, signing: null }],
  ['signing.region must be the name of a region, such as eu-central-1', { url, signing: { credentials } }],
  [
    'signing.region must be the name of a region, such as eu-central-1',
    { url, signing: { region: 'eu central', credentials } },
  ],
  [
    'signing.region must be the name of a region, such as eu-central-1',
    { url, signing: { region: ['eu-central-1'], credentials } },
  ],
  [`credentials.accessKeyId ${visible}`, { url, signing: { region: 'us-east-1' } }],
  [
    `credentials.secretAccessKey ${visible}`,
    { url, signing: { region: 'us-east-1', credentials: { accessKeyId: 'A' } } },
  ],
])('it says "%s"', (message, options) => {
  expect(() => checkOptions(options as ClientOptions)).toThrow(new TypeError(message));
});

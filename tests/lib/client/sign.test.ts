// What is signed, and that another implementation of Signature Version 4 signs the same.
import { expect, test } from '@jest/globals';
import { createClientWith } from '../../../lib/client/client.ts';
import { signRequest, type AwsCredentials } from '../../../lib/client/sign.ts';
import { describeWith } from '../../support/describe-with.ts';
import { askPython } from '../../support/python.ts';
import { fakeRuntime, startMs } from './fake-runtime.ts';
import { gateway, startScriptedService, success } from './scripted-service.ts';

const credentials: AwsCredentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalr+K7/bPx' };
const url = 'https://a1b2c3.execute-api.eu-central-1.amazonaws.com/api/workflow/execute';
const headers = { 'content-type': 'application/json', accept: 'application/json' };

test('the headers of the request stay, and those of the signature are added', async () => {
  const signed = await signRequest({ url, headers, body: '{}' }, 'eu-central-1', credentials, startMs + 999);
  expect(Object.fromEntries(signed)).toEqual({
    ...headers,
    'x-amz-date': '20310401T093000Z',
    authorization: expect.stringMatching(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/20310401\/eu-central-1\/execute-api\/aws4_request, SignedHeaders=accept;host;x-amz-date, Signature=[0-9a-f]{64}$/,
    ),
  });
});

test('a request without a body is signed as a POST', async () => {
  const signed = await signRequest({ url, headers, body: '' }, 'eu-central-1', credentials, startMs);
  // As botocore signs it.
  expect(signed.get('authorization')).toMatch(
    /Signature=beaff7f38ae11d2da4728880339a47e628136b67d13ec32de609cc40299c35d1$/,
  );
});

const host = 'https://a1b2c3.execute-api.eu-central-1.amazonaws.com';
const paths = [
  '/api/workflow/execute',
  '/prod/api/workflow/execute',
  '/a%20b/api/workflow/execute',
  '/ü/日本/api/workflow/execute',
  '/prod//v1/api/workflow/execute',
  '/~user/api/workflow/execute',
  '/a%2Fb/api/workflow/execute',
  '/a+b/(c)/!x*/api/workflow/execute',
  "/it's/a,b;c=d/@e:f/$g&h/api/workflow/execute",
  '/%E2%82%AC/api/workflow/execute',
  '/a/../b/./api/workflow/execute/',
  '/api/workflow/execute?stage=prod&a=1&B=2',
  '/api/workflow/execute?x=%20&y=%2B&z=~&%C3%BC=%C3%9C&a=2&a=1&empty=',
];
const bodies = ['{}', '{"title":"Grüße 👋 — 日本"}', ' ', '', JSON.stringify({ text: 'ä€x'.repeat(10_922) })];
const given: readonly AwsCredentials[] = [credentials, { ...credentials, sessionToken: 'FwoGZ/+==x' }];
const headerSets = [headers, {}, { ...headers, 'x-note': 'two  words', 'x-amz-meta-a': '1' }];

type Question = {
  readonly url: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly credentials: AwsCredentials;
  readonly region: string;
};

describeWith('Python', 'botocore', () => {
  test('signs the same over awkward paths, headers and bodies, with a session token and without', async () => {
    const questions: Question[] = [];
    for (const path of paths)
      for (const body of bodies)
        for (const set of headerSets)
          for (const each of given)
            questions.push({
              url: new URL(host + path).href,
              body,
              headers: set,
              credentials: each,
              region: 'eu-central-1',
            });
    questions.push({ url: 'http://127.0.0.1:8000/x', body: '{}', headers, credentials, region: 'us-east-1' });
    const signed = await Promise.all(
      questions.map(async ({ region, credentials: each, ...request }) =>
        Object.fromEntries(await signRequest(request, region, each, startMs)),
      ),
    );
    const ours = signed.map(({ authorization }) => authorization);
    expect(ours).toHaveLength(13 * 5 * 3 * 2 + 1);
    expect(ours).toEqual(askPython('tests/lib/client/sign_by_botocore.py', questions));
  });

  test('signs the same for what a server receives, with credentials that change between tries', async () => {
    const given: readonly AwsCredentials[] = [
      { accessKeyId: 'AKIDOLD', secretAccessKey: 'old', sessionToken: 'IQoJ/old==' },
      { accessKeyId: 'AKIDNEW', secretAccessKey: 'new', sessionToken: 'IQoJ/new==' },
    ];
    const questions: Question[] = [];
    const received: unknown[] = [];
    for (const path of ['/', '/prod', '/a%20b/ü/~c', '/prod//v1/', '/x?b=%20~&a=ü&b=1']) {
      const service = await startScriptedService(gateway(403), success());
      const provided = [...given];
      const signing = { region: 'eu-central-1', credentials: () => provided.shift() ?? credentials };
      const client = createClientWith(fakeRuntime(), { url: service.url + path, signing });
      await client.execute({ action_type: 'task', title: 'Grüße 👋' }, { traceId: 'task-001' });
      for (const [index, request] of service.received.entries()) {
        const each = given[index] ?? credentials;
        const url = `http://${request.headers.host}${request.path}`;
        questions.push({
          url,
          body: request.body,
          headers,
          credentials: each,
          region: signing.region,
        });
        expect(request.headers['x-amz-security-token']).toBe(each.sessionToken);
        received.push(request.headers.authorization);
      }
    }
    expect(received).toHaveLength(10);
    expect(received).toEqual(askPython('tests/lib/client/sign_by_botocore.py', questions));
  });
});

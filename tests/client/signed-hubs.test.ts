// The example hubs sign their calls to an https URL with the credentials of the environment, or send a token; a third implementation of
// Signature Version 4 signs the same.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { describeWith } from '../support/describe-with.ts';
import { createHubProject, type HubProject } from './project.ts';

type SignedRequest = { readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: string };

jest.setTimeout(60_000);
const region = 'eu-central-1';
const credentials = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalr+K7/bPx',
  sessionToken: 'FwoGZ/+==x',
};
const variables = {
  AWS_REGION: region,
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  AWS_SESSION_TOKEN: credentials.sessionToken,
};

let project: HubProject;
let server: Server;
let url: string;
let received: SignedRequest[];
const folder = mkdtempSync(join(tmpdir(), 'tls-'));
const key = join(folder, 'key.pem');
const certificate = join(folder, 'certificate.pem');
/** By which Node and Python trust the server. */
const trust = { NODE_EXTRA_CA_CERTS: certificate, SSL_CERT_FILE: certificate };

/** Skips every decision, and keeps what it was asked. */
async function startServer(): Promise<void> {
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key];
  execFileSync('openssl', ['req', '-x509', ...newKey, ...subject, '-days', '2', '-out', certificate], {
    stdio: 'ignore',
  });
  server = createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (request, response) => {
    const skip = (body: string): void => {
      received.push({ path: request.url ?? '', headers: request.headers, body });
      const { trace_id } = JSON.parse(body) as { trace_id: string };
      const answer = { trace_id, status: 'skipped', reason: 'decision_not_workflow' };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    };
    text(request).then(skip, () => response.destroy());
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  url = `https://localhost:${(server.address() as AddressInfo).port}/a%20b/prod`;
}

/** Signs the request anew, at the same second and over the same headers. */
async function sign({ path, headers, body }: SignedRequest): Promise<string | undefined> {
  const [, names = ''] = /SignedHeaders=([^,]+)/.exec(headers.authorization ?? '') ?? [];
  const date = String(headers['x-amz-date']);
  const signer = new SignatureV4({
    service: 'execute-api',
    region,
    sha256: Sha256,
    credentials,
    applyChecksum: false,
  });
  const signed = await signer.sign(
    {
      method: 'POST',
      protocol: 'https:',
      hostname: 'localhost',
      path,
      query: {},
      headers: Object.fromEntries(names.split(';').map((name) => [name, String(headers[name])])),
      body,
    },
    { signingDate: new Date(date.replace(/^(....)(..)(..T..)(..)/, '$1-$2-$3:$4:')) },
  );
  return signed.headers['authorization'];
}

async function run(command: readonly [string, ...string[]], env: Readonly<Record<string, string>>) {
  const { exitCode, stderr } = await project.run(command, { EXECUTOR_URL: url, ...trust, ...env });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(received.map(({ path }) => path)).toEqual(
    Array.from({ length: 7 }, () => '/a%20b/prod/api/workflow/execute'),
  );
  return received.map(({ headers }) => headers);
}

describeWith('OpenSSL', 'the example hubs over TLS', () => {
  beforeAll(async () => {
    project = createHubProject();
    await startServer();
  });
  beforeEach(() => {
    received = [];
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    project.remove();
    rmSync(folder, { recursive: true });
  });

  const always = 'host;x-amz-date;x-amz-security-token';
  describe('the one in TypeScript', () => {
    testHub([process.execPath, 'hub.ts'], `accept;${always}`);
  });
  describeWith('Python', 'the one in Python', () => {
    testHub(['python3', 'hub.py'], `accept;content-type;${always}`);
  });
});

function testHub(command: readonly [string, ...string[]], signedHeaders: string): void {
  test('signs each call', async () => {
    const headers = await run(command, variables);
    const authorizations = headers.map(({ authorization = '' }) => authorization);
    expect(authorizations).toEqual(await Promise.all(received.map(sign)));
    for (const authorization of authorizations)
      expect(authorization).toMatch(
        RegExp(
          `^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/\\d{8}/${region}/execute-api/aws4_request, SignedHeaders=${signedHeaders}, Signature=[0-9a-f]{64}$`,
        ),
      );
  });

  test('sends a token if there is one', async () => {
    const headers = await run(command, { ...variables, EXECUTOR_TOKEN: 'abc' });
    for (const { authorization, 'x-amz-date': date } of headers)
      expect([authorization, date]).toEqual(['Bearer abc', undefined]);
  });

  test('sends neither without a region', async () => {
    const { AWS_REGION: _region, ...rest } = variables;
    const headers = await run(command, rest);
    for (const { authorization, 'x-amz-date': date } of headers)
      expect([authorization, date]).toEqual([undefined, undefined]);
  });
}

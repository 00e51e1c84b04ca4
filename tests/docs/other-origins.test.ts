// Covers that no web page can use the servers of `npm start`: a browser lets any page of any site send requests to this machine.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { chromium, type Browser, type Page } from 'playwright-core';
import { cleanUp, launch, newStateFolder, post } from '../local/launch.ts';
import { describeWith } from '../support/describe-with.ts';
import { findChromium } from '../support/optional-tools.ts';
import { listenLocally } from '../support/listen.ts';

// Chromium takes a while to start on a busy machine.
jest.setTimeout(60_000);

type Servers = { readonly port: number; readonly storeEndpoint: string; readonly schedulerEndpoint: string };

const execute = (trace_id: string, payload: object): string =>
  JSON.stringify({ trace_id, decision: 'workflow', data: { workflow_type: 'workflow', payload } });
const schedule = JSON.stringify({
  GroupName: 'group',
  ScheduleExpression: 'at(2020-01-01T00:00:00)',
  FlexibleTimeWindow: { Mode: 'OFF' },
  Target: {
    Arn: 'arn:aws:lambda:us-east-1:000000000000:function:f',
    RoleArn: 'arn:aws:iam::000000000000:role/r',
    Input: JSON.stringify({
      trace_id: 'reminder-x',
      message: 'fired by a page',
      reminder_id: 'r',
      due_at: 'd',
    }),
  },
});

describeWith('Chromium', 'pages of other origins', () => {
  const profile = mkdtempSync(join(tmpdir(), 'chromium-'));
  const folder = newStateFolder();
  let site: Server;
  let siteUrl: string;
  let browser: Browser;
  let running: Servers;
  let server: ReturnType<typeof launch>;

  beforeAll(async () => {
    server = launch(folder);
    site = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html');
      response.end('<!doctype html><title>a page</title><body></body>');
    });
    siteUrl = await listenLocally(site);
    const url = await server.url;
    running = JSON.parse(readFileSync(join(folder, 'server.json'), 'utf8')) as Servers;
    expect(
      (await post(url, JSON.parse(execute('task-secret', { action_type: 'task', title: 'a secret' }))))
        .status,
    ).toBe(200);
    browser = await chromium.launch({
      executablePath: findChromium() ?? '',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--no-first-run',
        '--disable-background-networking',
        // As for a site whose name resolves to this machine (DNS rebinding).
        '--host-resolver-rules=MAP evil.example 127.0.0.1',
      ],
      env: { ...process.env, HOME: profile },
    });
  });
  afterAll(async () => {
    await browser.close();
    site.close();
    site.closeAllConnections();
    await cleanUp();
    rmSync(profile, { recursive: true, force: true });
  });

  /** Tries everything that a page can try, with each server; gives what the page could read. */
  async function attack(page: Page, host: string, traceId: string): Promise<string[]> {
    const { port, storeEndpoint, schedulerEndpoint } = running;
    const at = (endpoint: string) => `http://${host}:${new URL(endpoint).port}`;
    const dynamodb = (operation: string, body: object) => ({
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `DynamoDB_20120810.${operation}`,
        authorization:
          'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
        'x-amz-date': '20260101T000000Z',
      },
      body: JSON.stringify(body),
    });
    const table = 'workflow-executor-local-executions';
    const api = `http://${host}:${port}/api/workflow/execute`;
    const body = execute(traceId, { action_type: 'task', title: 'of a page' });
    const tries: readonly (readonly [string, RequestInit])[] = [
      [at(storeEndpoint), {}],
      [at(storeEndpoint), dynamodb('Scan', { TableName: table })],
      [at(storeEndpoint), dynamodb('PutItem', { TableName: table, Item: { trace_id: { S: traceId } } })],
      [
        at(storeEndpoint),
        { ...dynamodb('Scan', { TableName: table }), headers: { 'content-type': 'text/plain' } },
      ],
      [`${at(schedulerEndpoint)}/schedules/${traceId}`, { method: 'POST', body: schedule }],
      [api, { method: 'POST', body, headers: { 'content-type': 'application/json' } }],
      [api, { method: 'POST', body, headers: { 'content-type': 'text/plain' } }],
      [`http://${host}:${port}/openapi.json`, {}],
    ];
    await page.addScriptTag({ path: join(import.meta.dirname, 'attack.js') });
    const scheduleUrl = `${at(schedulerEndpoint)}/schedules/${traceId}`;
    return await page.evaluate(`attack(${JSON.stringify({ tries, api, body, scheduleUrl, schedule })})`);
  }

  test.each([
    ['another port of this machine', '127.0.0.1', '127.0.0.1'],
    ['another name of this machine', 'localhost', '127.0.0.1'],
    ['a site whose name resolves to this machine', 'evil.example', 'evil.example'],
  ])('%s reads nothing, writes nothing, executes nothing and fires nothing', async (_whose, from, to) => {
    const traceId = `task-by-${from.replaceAll('.', '-')}`;
    const page = await browser.newPage();
    await page.goto(`http://${from}:${new URL(siteUrl).port}/`);
    expect(await attack(page, to, traceId)).toEqual([]);
    await page.close();
    const log = readFileSync(join(folder, 'log.jsonl'), 'utf8');
    expect(log).not.toContain(traceId);
    expect(server.said.stderr).not.toContain('fired by a page');
    const asked = await post(
      `http://127.0.0.1:${running.port}`,
      JSON.parse(execute(`info-${traceId}`, { action_type: 'info', query: `trace:${traceId}` })),
    );
    expect(asked.status).toBe(404);
  });

  test('a page of the server itself under the name of another host is refused', async () => {
    const page = await browser.newPage();
    const answer = await page.goto(`http://evil.example:${running.port}/docs`);
    expect(answer?.status()).toBe(403);
    await page.close();
  });
});

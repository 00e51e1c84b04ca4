// The docs page in Chromium: it shows every schema by its name, sends the documented request, and loads nothing from another server.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { chromium, type Browser, type Page } from 'playwright-core';
import { actionTable } from '../../lib/generated/tables.ts';
import { exampleRequest } from '../../scripts/local/docs.ts';
import { executePath } from '../../scripts/local/gateway.ts';
import { cleanUp, launch, newStateFolder } from '../local/launch.ts';
import { describeWith } from '../support/describe-with.ts';
import { findChromium } from '../support/optional-tools.ts';

// Chromium by itself sends requests to other hosts, which are not wanted here, and fail in CI.
const quiet = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];
const alone = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];

type ResponseExamples = { readonly examples: Readonly<Record<string, { readonly value: unknown }>> };
type Paths = {
  readonly paths: Readonly<
    Record<
      string,
      {
        post: {
          responses: Record<string, { content: Readonly<Record<'application/json', ResponseExamples>> }>;
        };
      }
    >
  >;
};

/** The names of the schemas of one kind, one for each action. */
function variantsOf(kind: string): string[] {
  return Object.keys(actionTable).map((type) => `${type.charAt(0).toUpperCase()}${type.slice(1)}${kind}`);
}

// Chromium takes a while to start on a busy machine.
jest.setTimeout(60_000);

describeWith('Chromium', 'the docs page', () => {
  const profile = mkdtempSync(join(tmpdir(), 'chromium-'));
  const asked: string[] = [];
  let browser: Browser;
  let page: Page;
  let url: string;

  beforeAll(async () => {
    const executablePath = findChromium() ?? '';
    [url, browser] = await Promise.all([
      launch(newStateFolder()).url,
      chromium.launch({ executablePath, args: [...quiet, ...alone], env: { ...process.env, HOME: profile } }),
    ]);
    page = await browser.newPage();
    page.on('request', (request) => asked.push(request.url()));
    page.on('pageerror', (error) => asked.push(`error: ${error.message}`));
    await page.goto(url);
  });
  afterAll(async () => {
    await browser.close();
    await cleanUp();
    rmSync(profile, { recursive: true, force: true });
  });

  test('/ leads to the page, and its one operation is open', async () => {
    await page.locator('.opblock.is-open').waitFor();
    expect(page.url()).toBe(`${url}/docs`);
    expect(await page.locator('.opblock .opblock-summary-method').allTextContents()).toEqual(['POST']);
    const paths = await page.locator('.opblock .opblock-summary-path').allTextContents();
    expect(paths.map((path) => path.replaceAll('\u200b', ''))).toEqual(['/api/workflow/execute']);
  });

  test('the documented example is in the editor, and "Execute" shows its documented answer', async () => {
    const editor = page.locator('textarea.body-param__text');
    await editor.waitFor();
    expect(JSON.parse(await editor.inputValue())).toEqual(JSON.parse(exampleRequest()));
    const sent = page.waitForRequest((request) => request.method() === 'POST');
    await page.getByRole('button', { name: 'Execute', exact: true }).click();
    expect((await sent).postDataJSON()).toEqual(JSON.parse(exampleRequest()));
    const live = page.locator('.live-responses-table');
    await live.waitFor();
    expect(await live.locator('.response-col_status').last().textContent()).toContain('200');
    const answer = await live.locator('.response-col_description pre').first().textContent();
    const { paths } = JSON.parse(readFileSync('schemas/openapi.json', 'utf8')) as Paths;
    const { examples } = paths[executePath]?.post.responses['200']?.content['application/json'] ?? {};
    expect(JSON.parse(answer ?? '')).toEqual(examples?.['task']?.value);
  });

  test.each([
    ['WorkflowRequest', '(ExecuteRequest | OtherDecision)'],
    ['Payload', `(${variantsOf('Payload').join(' | ')})`],
    ['ExecutionResult', `(${variantsOf('Result').join(' | ')})`],
  ])('among the schemas, %s is %s', async (schema, variants) => {
    const shown = page.locator('.models article', { has: page.getByText(schema, { exact: true }) });
    expect(await shown.first().innerText()).toContain(variants);
  });

  test('with the request and its 200 expanded, each variant has a name, and none is "any"', async () => {
    for (const part of ['.opblock-section-request-body', '.response[data-code="200"]']) {
      const schema = page.locator(part);
      await schema.getByText('Schema', { exact: true }).first().click();
      await schema.getByText('Expand all').first().click();
      await schema.getByText('#0', { exact: false }).first().waitFor();
    }
    const text = await page.locator('#swagger-ui').innerText();
    expect(text).toContain('(string | NotGiven)');
    expect(text).toContain('(SuccessResponse | SkippedResponse | PlannedResponse)');
    const variants = ['Payload', 'Result'].flatMap((kind) =>
      variantsOf(kind).map((name, index) => `#${index} ${name}`),
    );
    for (const variant of ['#0 ExecuteRequest', '#0 SuccessResponse', ...variants])
      expect(text).toContain(variant);
    expect(text).not.toMatch(/any \||\| any/);
  });

  test('no request goes to another server, and no script fails', () => {
    expect(asked.filter((address) => !address.startsWith(`${url}/`) && !address.startsWith('data:'))).toEqual(
      [],
    );
  });
});

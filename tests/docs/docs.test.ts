import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { chromium, type Browser, type Page } from 'playwright-core';
import { exampleRequest } from '../../scripts/local/example.ts';
import { cleanUp, launch, newStateFolder } from '../local/launch.ts';
import { describeWith } from '../support/describe-with.ts';
import { findChromium } from '../support/optional-tools.ts';

// Chromium of itself asks hosts outside; none of that is wanted, or reached in CI.
const quiet = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];
const alone = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];

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

  test('/ leads to it, and it shows the one operation', async () => {
    await page.locator('.opblock').first().waitFor();
    expect(page.url()).toBe(`${url}/docs`);
    expect(await page.locator('.opblock .opblock-summary-method').allTextContents()).toEqual(['POST']);
    const paths = await page.locator('.opblock .opblock-summary-path').allTextContents();
    expect(paths.map((path) => path.replaceAll('\u200b', ''))).toEqual(['/api/workflow/execute']);
  });

  test('"Try it out" sends the documented example and shows its 200', async () => {
    await page.locator('.opblock-summary-control').first().click();
    await page.getByRole('button', { name: 'Try it out' }).click();
    const sent = page.waitForRequest((request) => request.method() === 'POST');
    expect(JSON.parse(await page.locator('textarea.body-param__text').inputValue())).toEqual(
      JSON.parse(exampleRequest),
    );
    await page.getByRole('button', { name: 'Execute', exact: true }).click();
    expect((await sent).postDataJSON()).toEqual(JSON.parse(exampleRequest));
    const live = page.locator('.live-responses-table');
    await live.waitFor();
    expect(await live.locator('.response-col_status').last().textContent()).toContain('200');
    expect(
      JSON.parse((await live.locator('.response-col_description pre').first().textContent()) ?? ''),
    ).toEqual({
      trace_id: 'task-001',
      status: 'success',
      execution_result: { success: true, task_id: 'task_001', title: 'Submit payroll report' },
    });
  });

  test('nothing is asked of any other server, and no script fails', () => {
    expect(asked.filter((address) => !address.startsWith(`${url}/`) && !address.startsWith('data:'))).toEqual(
      [],
    );
  });
});

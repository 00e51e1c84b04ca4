// A step of the pipeline that is cancelled ends the child process that it has started.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { runNode } from '../../scripts/pipeline/run-node.ts';

const folder = mkdtempSync(join(tmpdir(), 'run-node-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

/** A process that has ended stays in the table as a zombie until its parent reads its exit code, and here the parent is gone. */
function isAlive(pid: number): boolean {
  const state = `/proc/${pid}/stat`;
  return existsSync(state) && !/\) [ZX] /.test(readFileSync(state, 'utf8'));
}

test('the exit code is that of the script', async () => {
  expect(await runNode(folder, [file('good.mjs', '')])).toBe(0);
  expect(await runNode(folder, [file('bad.mjs', 'process.exit(7)')])).toBe(7);
});

test.each(['SIGINT', 'SIGTERM'] as const)('on %s the child ends with its parent', async (signal) => {
  const started = join(folder, `${signal}.pid`);
  const child = file(
    `${signal}.mjs`,
    `import { writeFileSync } from 'node:fs';
     process.on('SIGINT', () => undefined).on('SIGTERM', () => undefined);
     writeFileSync(${JSON.stringify(started)}, String(process.pid));
     setInterval(() => undefined, 1_000);`,
  );
  const module = join(import.meta.dirname, '../../scripts/pipeline/run-node.ts');
  const parent = file(
    `${signal}-parent.mjs`,
    `const { runNode } = await import(${JSON.stringify(module)});
     await runNode('.', [${JSON.stringify(child)}]);`,
  );
  const running = spawn(process.execPath, [parent], { stdio: 'ignore' });
  while (!existsSync(started) || readFileSync(started, 'utf8') === '') {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const pid = Number(readFileSync(started, 'utf8'));
  running.kill(signal);
  await once(running, 'exit');
  expect(running.exitCode).toBe(signal === 'SIGINT' ? 130 : 143);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(isAlive(pid)).toBe(false);
});

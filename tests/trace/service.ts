// Runs the service as `npm start` does, over a state folder of its own, and the tool beside it.
import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { openLocalStore } from '../../scripts/local/store.ts';
import { trace } from './harness.ts';
import type { TraceOutput } from './harness.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');

export type TracedService = {
  readonly storeEndpoint: string;
  post(request: object): Promise<number>;
  /** Runs the tool with these words in this process. */
  trace(...args: string[]): Promise<TraceOutput>;
  /** Runs `npm run trace` with these words. */
  type(...args: string[]): Promise<TraceOutput>;
  stop(): Promise<void>;
  close(): Promise<void>;
};

export async function startService(): Promise<TracedService> {
  const folder = mkdtempSync(join(tmpdir(), 'trace-service-'));
  const bundle = join(folder, 'execute.cjs');
  const esbuild = join(root, 'node_modules/esbuild/bin/esbuild');
  const flags = ['--bundle', '--minify', '--sourcemap=linked', '--platform=node', '--format=cjs'];
  await run(esbuild, ['functions/execute.ts', ...flags, `--outfile=${bundle}`], { cwd: root });
  const env = { ...process.env, STATE_FOLDER: folder, PORT: '0' };
  const server = spawn(process.execPath, ['scripts/start.ts', '--bundle', bundle], {
    cwd: root,
    env,
    stdio: 'ignore',
  });
  const { port, storeEndpoint } = await announced(join(folder, 'server.json'), server);
  const stop = async (): Promise<void> => {
    if (server.exitCode !== null) return;
    server.kill('SIGINT');
    await once(server, 'exit');
  };
  const shown = ({ exitCode, stdout, stderr }: TraceOutput): TraceOutput => {
    const text = (shown: string): string => steady(shown.replaceAll(folder, '<state>'));
    return { exitCode, stdout: text(stdout), stderr: text(stderr) };
  };
  return {
    storeEndpoint,
    post: async (request) => {
      const response = await fetch(`http://127.0.0.1:${port}/api/workflow/execute`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(request),
      });
      await response.arrayBuffer();
      return response.status;
    },
    trace: async (...args) => {
      const openStore = async () => {
        const { endpoint, tables, close } = await openLocalStore(env);
        return { endpoint, table: String(tables.executions.TableName), close };
      };
      return shown(await trace(args, { logFile: join(folder, 'log.jsonl'), openStore, now: Date.now }));
    },
    type: async (...args) => {
      const typed = run(process.execPath, ['scripts/trace.ts', ...args], { cwd: root, env });
      const { stdout, stderr } = await typed.catch((error: unknown) => error as TraceOutput);
      return shown({ exitCode: typed.child.exitCode ?? -1, stdout, stderr });
    },
    stop,
    close: async () => {
      await stop();
      rmSync(folder, { recursive: true });
    },
  };
}

async function announced(
  file: string,
  server: ChildProcess,
): Promise<{ port: number; storeEndpoint: string }> {
  while (!existsSync(file)) {
    if (server.exitCode !== null) throw new Error('the service did not start');
    await sleep(20);
  }
  return JSON.parse(readFileSync(file, 'utf8')) as { port: number; storeEndpoint: string };
}

/** What differs from run to run, by name: instants, spans, request ids, places in a bundle. */
function steady(text: string): string {
  return text
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} UTC/gu, '<instant>')
    .replaceAll(/ {2,}\+[\d.]+m?s {2}/gu, '     +<span>  ')
    .replaceAll(/(duration|late)_ms \d[\d.]*/gu, '$1_ms <ms>')
    .replaceAll(/[\d.]+m?s\b( ago| after)?/gu, '<span>$1')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/gu, '<request>')
    .replaceAll(/at (?:async )?(?:\S+ \()?lib\/\S+\.ts:\d+:\d+\)?/gu, 'at lib/<place>');
}

// Owns: a terminal, a clock and a laptop for the trace tool, whose words are kept for the test to read.
import type { World } from '../../scripts/trace/world.ts';
import { runTrace } from '../../scripts/trace/main.ts';

export interface Said {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

const nowMs = Date.parse('2026-11-22T16:05:00.000Z');

/** Runs the tool with what a test changes of its world, and gives all that it said. */
export async function trace(
  args: readonly string[],
  changes: Partial<World> & { isTTY?: boolean } = {},
): Promise<Said> {
  const said = { stdout: '', stderr: '' };
  const output = (name: 'stdout' | 'stderr'): World['stdout'] => ({
    isTTY: changes.isTTY === true,
    write: (text) => (said[name] += text),
  });
  const exitCode = await runTrace(args, {
    environment: {},
    now: () => nowMs,
    stdout: output('stdout'),
    stderr: output('stderr'),
    logFile: '/nowhere/log.jsonl',
    bundle: '/nowhere/execute.js',
    openStore: () => Promise.resolve(undefined),
    queryWaitMs: 5000,
    signal: new AbortController().signal,
    ...changes,
  });
  return { exitCode, ...said };
}

// Runs the local server under load until kill -9, at a moment that a seed picks.
import { launch, post, type Launched } from '../../local/launch.ts';
import type { CallerAnswer, CallerLog, SentByCaller } from './invariants.ts';

const callers = 8;
const earliestMs = 30;
const latestMs = 2_000;

/** Starts the local server on this state folder with a bundle that was built before. */
export function start(folder: string, bundle: string): Launched {
  return launch(folder, {}, [process.execPath, 'scripts/start.ts', '--bundle', bundle]);
}

export async function runUntilKilled(server: Launched, log: CallerLog, random: () => number): Promise<void> {
  const url = await server.url;
  const end = { reached: false };
  const working = Array.from({ length: callers }, async () => {
    while (!end.reached) await ask(url, log, log.next());
  });
  await pause(earliestMs + random() * (latestMs - earliestMs));
  end.reached = true;
  await server.stop('SIGKILL');
  await Promise.all(working);
}

/** @returns `undefined` when no complete answer came */
export async function ask(
  url: string,
  log: CallerLog,
  sent: SentByCaller,
): Promise<CallerAnswer | undefined> {
  try {
    const response = await post(url, sent.json);
    const body = await response.text();
    const replayed = response.headers.get('idempotent-replayed') === 'true';
    const answer = { status: response.status, replayed, body };
    log.note(sent, answer);
    return answer;
  } catch {
    // The server was killed during this request: its caller knows nothing.
    return undefined;
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

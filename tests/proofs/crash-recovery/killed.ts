// Owns: one life of the local server under load, ended by kill -9 at a moment that a seed picks.
import { launch, post, type Launched } from '../../local/launch.ts';
import type { Asked, Ledger, Told } from './ledger.ts';

const callers = 8;
const earliestMs = 30;
const latestMs = 2_000;

/** The local server over this state folder, serving a bundle that is there already. */
export function start(folder: string, bundle: string): Launched {
  return launch(folder, {}, [process.execPath, 'scripts/start.ts', '--bundle', bundle]);
}

export async function liveAndDie(server: Launched, ledger: Ledger, random: () => number): Promise<void> {
  const url = await server.url;
  const end = { came: false };
  const working = Array.from({ length: callers }, async () => {
    while (!end.came) await ask(url, ledger, ledger.next());
  });
  await pause(earliestMs + random() * (latestMs - earliestMs));
  end.came = true;
  await server.stop('SIGKILL');
  await Promise.all(working);
}

/** @returns nothing when no whole answer came */
export async function ask(url: string, ledger: Ledger, asked: Asked): Promise<Told | undefined> {
  try {
    const response = await post(url, asked.json);
    const body = await response.text();
    const replayed = response.headers.get('idempotent-replayed') === 'true';
    const told = { status: response.status, replayed, body };
    ledger.note(asked, told);
    return told;
  } catch {
    // The server died under this request: its caller knows nothing.
    return undefined;
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

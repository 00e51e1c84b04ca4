// Starts the CalDAV servers that Debian has, Radicale and Xandikos, on 127.0.0.1 with a folder of their own, and kills them.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from './listen.ts';

/** Of the user of Radicale; Xandikos lets everyone in. */
export const account = { username: 'jäne', password: 'pass:wörd' };

export type CalendarServer = {
  /** The URL of its calendar, with a slash at the end. */
  readonly collection: string;
  /** The names of the objects in the calendar, without `.ics`, in order. */
  readonly listObjects: () => Promise<readonly string[]>;
  /** The text of one. */
  readonly readObject: (name: string) => Promise<string>;
  /** Ends it at once, whatever it is doing. */
  readonly kill: () => Promise<void>;
  /** Starts it again, on the same port and folder, once the locks that it left behind are removed, as its operator has to. */
  readonly start: () => Promise<void>;
  /** Kills it and removes its folder. */
  readonly close: () => Promise<void>;
};

type CalendarServerKind = {
  /** The command line, for a port and a folder. */
  readonly command: (port: number, folder: string) => readonly [string, ...string[]];
  readonly path: string;
  /** What must be made before the calendar is there. */
  readonly make: readonly (readonly [method: string, path: string])[];
};

const startTimeoutMs = 20_000;
const home = `/${encodeURIComponent(account.username)}/`;

const kinds = {
  Radicale: {
    command: (port, folder) => {
      writeFileSync(join(folder, 'users'), `${account.username}:${account.password}\n`);
      const users = [
        '--auth-htpasswd-filename',
        join(folder, 'users'),
        '--auth-htpasswd-encryption',
        'plain',
      ];
      const storage = ['--storage-filesystem-folder', join(folder, 'storage')];
      const auth = ['--auth-type', 'htpasswd', '--auth-delay', '0', ...users];
      return ['radicale', '--config', '', '--server-hosts', `127.0.0.1:${port}`, ...storage, ...auth];
    },
    path: `${home}work/`,
    make: [['MKCALENDAR', `${home}work/`]],
  },
  Xandikos: {
    command: (port, folder) => ['xandikos', '-d', folder, '-l', '127.0.0.1', '-p', `${port}`, '--defaults'],
    path: '/user/calendars/calendar/',
    make: [],
  },
} as const satisfies Record<string, CalendarServerKind>;

export const calendarServerNames = Object.keys(kinds) as (keyof typeof kinds)[];

const authorization = `Basic ${Buffer.from(`${account.username}:${account.password}`).toString('base64')}`;

export async function startCalendarServer(name: keyof typeof kinds): Promise<CalendarServer> {
  const { command, path, make }: CalendarServerKind = kinds[name];
  const folder = mkdtempSync(join(tmpdir(), 'calendar-'));
  const port = await findFreePort();
  const origin = `http://127.0.0.1:${port}`;
  const ask = async (method: string, url: string) =>
    await fetch(origin + url, { method, headers: { authorization, depth: '1' } });

  let child: ChildProcess | undefined;
  const kill = async (): Promise<void> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  const start = async (): Promise<void> => {
    // Xandikos keeps its calendar in git, whose locks outlive a process that is killed: it would answer each PUT with 500.
    const locks = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.lock'),
    );
    for (const lock of locks) rmSync(join(folder, lock));
    const [file, ...args] = command(port, folder);
    const started = spawn(file, args, { stdio: 'ignore' });
    child = started;
    // A test run that is ended leaves no server behind.
    const killNow = (): void => void started.kill('SIGKILL');
    process.once('exit', killNow);
    started.once('exit', () => process.off('exit', killNow));
    const deadlineMs = performance.now() + startTimeoutMs;
    while (!(await answers(async () => await ask('PROPFIND', '/')))) {
      if (started.exitCode !== null || performance.now() > deadlineMs)
        throw new Error(`${name} did not start`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };

  await start();
  for (const [method, made] of make) await ask(method, made);
  return {
    collection: origin + path,
    listObjects: async () => {
      const found = await (await ask('PROPFIND', path)).text();
      return [...new Set(Array.from(found.matchAll(/([\w-]+)\.ics</g), ([, id = '']) => id))].toSorted();
    },
    readObject: async (id) => await (await ask('GET', `${path}${id}.ics`)).text(),
    kill,
    start,
    close: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function answers(call: () => Promise<Response>): Promise<boolean> {
  try {
    await (await call()).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

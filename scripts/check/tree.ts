// Owns: what must hold for the tracked files as a whole: a lockfile that names no registry, and no path of the machine it was written on.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';

const breaches: string[] = [];

const lockfiles = ['package-lock.json', 'bench/package-lock.json'];
const tracked = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8' }).split('\0').filter(Boolean);

for (const file of tracked.filter((name) => lockfiles.includes(name))) {
  // npm asks its configured registry when `resolved` is absent, so the lockfile works behind a mirror too.
  if (/"resolved": "https?:/.test(readFileSync(file, 'utf8')))
    breaches.push(
      `${file} names a registry: run npm with the project's .npmrc (omit-lockfile-registry-resolved)`,
    );
}

const ownPaths = [process.cwd(), homedir()].filter((path) => path.split('/').length > 2);
for (const file of tracked) {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    // A file that is deleted but not yet committed is still listed.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') continue;
    throw error;
  }
  for (const path of ownPaths)
    if (text.includes(path)) breaches.push(`${file} names this machine's path ${path}`);
}

for (const breach of breaches) console.error(breach);
process.exitCode = breaches.length > 0 ? 1 : 0;

// Owns: what must hold for the tracked files as a whole: no path of the machine that they were written on.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';

// A one-word home such as /root also stands in honest text about containers, so it is not looked for.
const ownPaths = [process.cwd(), homedir()].filter((path) => path.split('/').length > 2);
const tracked = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8' }).split('\0').filter(Boolean);

const breaches = tracked
  // A file that is deleted but not yet committed is still listed.
  .filter((file) => existsSync(file))
  .flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    return ownPaths
      .filter((path) => text.includes(path))
      .map((path) => `${file} names this machine's path ${path}`);
  });

for (const breach of breaches) console.error(breach);
process.exitCode = breaches.length > 0 ? 1 : 0;

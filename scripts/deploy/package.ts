// Builds the bundle and puts it, and nothing else, into dist/execute.zip. The source map and the bill of materials (dist/execute.cdx.json)
// stay next to it in dist/.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { readShipped, writeBill } from './shipped.ts';
import { zip } from './zip.ts';

/** Builds the service under `directory` and writes `dist/execute.zip` there. */
export function packageFunction(directory: string): void {
  execFileSync(process.execPath, ['scripts/build.ts'], { cwd: directory, stdio: 'inherit' });
  const name = 'functions/execute.js';
  const content = readFileSync(join(directory, 'dist', name));
  mkdirSync(join(directory, 'dist'), { recursive: true });
  writeFileSync(join(directory, 'dist/execute.zip'), zip([{ name, content }]));
  const metafile = JSON.parse(readFileSync(join(directory, 'dist/execute.meta.json'), 'utf8')) as Metafile;
  const bill = writeBill(directory, readShipped(directory, metafile), content);
  writeFileSync(join(directory, 'dist/execute.cdx.json'), bill);
}

/** @param sha256 of the archive that another job has built, in hexadecimal
 * @throws when `dist/execute.zip` under `directory` is another archive */
export function checkPrebuilt(directory: string, sha256: string): void {
  const archive = readFileSync(join(directory, 'dist/execute.zip'));
  const found = createHash('sha256').update(archive).digest('hex');
  if (found !== sha256)
    throw new Error(`dist/execute.zip has the SHA-256 ${found}, and should have ${sha256}`);
}

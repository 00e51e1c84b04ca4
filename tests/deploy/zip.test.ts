// The archive that is deployed: any reader can read it, and the same files give the same bytes.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { unzipSync } from 'fflate';
import { zip } from '../../scripts/deploy/zip.ts';
import { describeWith } from '../support/describe-with.ts';

const bundle = { name: 'functions/execute.js', content: Buffer.from('exports.handler = 1;'.repeat(50)) };
const files = [bundle, { name: 'a.txt', content: Buffer.from('') }];

test('what is put in comes out', () => {
  const read = Object.entries(unzipSync(zip(files))).map(([name, content]) => [name, Buffer.from(content)]);
  expect(Object.fromEntries(read)).toEqual({ [bundle.name]: bundle.content, 'a.txt': Buffer.from('') });
});

test('the bytes depend neither on the order of the files nor on the clock', async () => {
  const first = zip(files);
  // The format counts in steps of two seconds.
  await new Promise((resolve) => setTimeout(resolve, 2_100));
  expect(Buffer.compare(zip(files.toReversed()), first)).toBe(0);
});

test('the bytes do not depend on the time zone', () => {
  const script = `import { zip } from './scripts/deploy/zip.ts';
    process.stdout.write(zip([{ name: 'a', content: Buffer.from('b') }]));`;
  const inZone = (TZ: string): Buffer => {
    const { status, stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: join(import.meta.dirname, '../..'),
      env: { ...process.env, TZ },
    });
    expect(status).toBe(0);
    return stdout;
  };
  expect(inZone('Pacific/Kiritimati')).toEqual(inZone('America/Lima'));
});

test('a changed file gives other bytes', () => {
  const changed = [{ ...bundle, content: Buffer.from('exports.handler = 2;') }];
  expect(Buffer.compare(zip(changed), zip([bundle]))).not.toBe(0);
});

describeWith('Python', 'another reader', () => {
  test('finds the checksums right, the names in order, and files that every user may read', () => {
    const folder = mkdtempSync(join(tmpdir(), 'zip-'));
    const archive = join(folder, 'execute.zip');
    writeFileSync(archive, zip(files));
    const script = `import sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
print(archive.testzip(), *((one.filename, oct(one.external_attr >> 16)) for one in archive.infolist()))`;
    const { stdout } = spawnSync('python3', ['-c', script, archive], { encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    expect(stdout).toBe("None ('a.txt', '0o100644') ('functions/execute.js', '0o100644')\n");
  });
});

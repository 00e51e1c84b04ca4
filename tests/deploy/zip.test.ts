// The archive that is deployed: any reader can read it, and the same files give the same bytes.
import { crc32 } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { zip } from '../../scripts/deploy/zip.ts';
import { readZip } from '../../scripts/rehearse/read-zip.ts';

const files = [
  { name: 'functions/execute.js', content: Buffer.from('exports.handler = 1;'.repeat(50)) },
  { name: 'a.txt', content: Buffer.from('') },
];

test('what is put in comes out, by name', () => {
  expect(readZip(zip(files))).toEqual([files[1], files[0]]);
});

test('the bytes depend neither on the order of the files nor on the clock', async () => {
  const first = zip(files);
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(zip(files.toReversed()).equals(first)).toBe(true);
});

test('a changed file gives other bytes', () => {
  const [bundle] = files;
  const changed = [{ name: bundle?.name ?? '', content: Buffer.from('exports.handler = 2;') }];
  expect(crc32(zip(changed))).not.toBe(crc32(zip(files)));
});

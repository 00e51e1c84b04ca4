// What a body that is meant to cost time costs: a small multiple of an honest body of its size, and no more than its length.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { report } from '../report.ts';
import { fullBytes, places } from './bodies.ts';

const maxTimesHonest = 5;
/**
 * Of a text eight times as long: what is linear takes eight times as long, and up to twice that where it is so long that the
 * runtime keeps it elsewhere; what is quadratic takes 64 times.
 */
const maxGrowth = 32;
/** In less than this a measurement is mostly noise. */
const minMs = 0.5;

function run(script: string, ...args: string[]): unknown {
  const path = fileURLToPath(new URL(script, import.meta.url));
  return JSON.parse(execFileSync(process.execPath, [path, ...args], { encoding: 'utf8' }));
}

const measure = (bytes: number) =>
  run('measure-bodies.ts', String(bytes)) as Readonly<Record<string, number>>;

test('a hostile body takes at most 5 times the processor time of an honest one of its size, and grows with its length', () => {
  const short = measure(fullBytes / 8);
  const long = measure(fullBytes);
  const honestMs = long['honest'] ?? Number.NaN;
  const slowest = Object.keys(places).map((place) => {
    const own = Object.entries(long).filter(([name]) => name.startsWith(`${place}: `));
    const [name, ms] = own.toSorted(([, a], [, b]) => b - a)[0] ?? ['', Number.NaN];
    return { name, ratio: ms / honestMs };
  });
  const tooSlow = slowest.filter(({ ratio }) => !(ratio <= maxTimesHonest)).map(({ name }) => name);
  const growing = Object.entries(long)
    .filter(([name, ms]) => ms >= minMs && !(ms / (short[name] ?? 0) <= maxGrowth))
    .map(([name, ms]) => `${name}: from ${short[name]} to ${ms} ms`);
  report(
    [
      `hostile bodies: ${Object.keys(long).length - 1} of 60 KB; the slowest of each field, in times of an honest body (${honestMs.toFixed(2)} ms), at most ${maxTimesHonest}:`,
      ...slowest.map(({ name, ratio }) => `  ${ratio.toFixed(2)} ${name}`),
    ].join('\n'),
    [...tooSlow, ...growing],
  );
  expect([...tooSlow, ...growing]).toEqual([]);
}, 300_000);

test('every function that a text of a caller reaches takes a time that grows with its length', () => {
  const measured = run('measure-functions.ts') as Readonly<Record<string, readonly [number, number]>>;
  const rows = Object.entries(measured).map(([name, [short, long]]) => ({
    name,
    growth: long / short,
    long,
  }));
  const growing = rows.filter(({ growth, long }) => long >= minMs && !(growth <= maxGrowth));
  const steepest = rows.filter(({ long }) => long >= minMs).toSorted((a, b) => b.growth - a.growth)[0];
  report(
    `growth: ${rows.length} functions and texts, of eight times the length at most ${steepest?.growth.toFixed(1)} times the time (${steepest?.name})`,
    growing.map(({ name, growth }) => `${name}: ${growth.toFixed(1)} times`),
  );
  expect(growing).toEqual([]);
}, 300_000);

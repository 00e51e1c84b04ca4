// The proof that a hostile body cannot take the service down: it costs at most a small multiple of an honest body of its size, and its
// cost grows with its length.
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
const maxGrowth = 24;
/** In less than this a measurement is mostly noise. */
const minMs = 0.5;

function run(script: string, ...args: string[]): unknown {
  const path = fileURLToPath(new URL(script, import.meta.url));
  return JSON.parse(execFileSync(process.execPath, [path, ...args], { encoding: 'utf8' }));
}

type Found = { readonly summary: string; readonly over: readonly string[] };

/** What is over its bound is measured again: a regression is over again, noise is not. */
function expectWithinBounds(measure: () => Found): void {
  const first = measure();
  const again = first.over.length === 0 ? first : measure();
  const over = first.over.filter((name) => again.over.includes(name));
  report(again.summary, over);
  expect(over).toEqual([]);
}

function measureBodies(): Found {
  const measure = (bytes: number) =>
    run('measure-bodies.ts', String(bytes)) as Readonly<Record<string, number>>;
  const short = measure(fullBytes / 8);
  const long = measure(fullBytes);
  const honestMs = long['honest'] ?? Number.NaN;
  const slowest = Object.keys(places).map((place) => {
    const own = Object.entries(long).filter(([name]) => name.startsWith(`${place}: `));
    const [name, ms] = own.toSorted(([, a], [, b]) => b - a)[0] ?? ['', Number.NaN];
    return { name, ratio: ms / honestMs };
  });
  const tooSlow = Object.entries(long).filter(([, ms]) => !(ms / honestMs <= maxTimesHonest));
  const growing = Object.entries(long).filter(
    ([name, ms]) => ms >= minMs && !(ms / (short[name] ?? 0) <= maxGrowth),
  );
  return {
    summary: [
      `hostile bodies: ${Object.keys(long).length - 1} of 60 KB; the slowest of each field, in times of an honest body (${honestMs.toFixed(2)} ms), at most ${maxTimesHonest}:`,
      ...slowest.map(({ name, ratio }) => `  ${ratio.toFixed(2)} ${name}`),
    ].join('\n'),
    over: [
      ...tooSlow.map(([name]) => `${name} is too slow`),
      ...growing.map(([name]) => `${name} grows too fast`),
    ],
  };
}

function measureFunctions(): Found {
  const measured = run('measure-functions.ts') as Readonly<Record<string, readonly [number, number]>>;
  const rows = Object.entries(measured)
    .map(([name, [short, long]]) => ({ name, growth: long / short, long }))
    .filter(({ long }) => long >= minMs)
    .toSorted((a, b) => b.growth - a.growth);
  return {
    summary: [
      `growth: ${Object.keys(measured).length} functions and texts, of eight times the length at most ${maxGrowth} times the time:`,
      ...rows.slice(0, 3).map(({ name, growth }) => `  ${growth.toFixed(1)} ${name}`),
    ].join('\n'),
    over: rows.filter(({ growth }) => !(growth <= maxGrowth)).map(({ name }) => name),
  };
}

test('a hostile body takes at most 5 times the processor time of an honest one of its size, and that grows with its length', () => {
  expectWithinBounds(measureBodies);
}, 300_000);

test('every function that reads a text of the caller takes a time that grows with its length', () => {
  expectWithinBounds(measureFunctions);
}, 300_000);

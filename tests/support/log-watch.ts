// Keeps every line that the services of a test file log, and checks them all at the end of the file.
import { Writable } from 'node:stream';
import { afterAll } from '@jest/globals';
import { lineSplitter, type LineSplitter } from '../../scripts/local/lines.ts';
import { faultsOf } from './log-lines.ts';
import type { SentRequest } from './requests.ts';
import { takeNotes } from './sent.ts';

const lines: string[] = [];
const notes = takeNotes({ stage: 'test', version: '0.0.0' });
const maxFaultsShown = 5;
const maxFaultLength = 400;

/** Every line so far, of every service of this test file. */
export function loggedLines(): readonly string[] {
  return lines;
}

/** Notes what a request sends, so that lines can be checked against it. */
export function noteRequest(request: SentRequest): void {
  notes.note(request);
}

const splitters = { stdout: lineSplitter(), stderr: lineSplitter() };

/** A stream that keeps each line written to it. */
function keepLines(splitter: LineSplitter): Writable {
  return new Writable({
    decodeStrings: false,
    write(piece: string | Buffer, _encoding, done) {
      lines.push(...splitter.write(piece));
      done();
    },
  });
}

// The process object of a test file is its own: Jest's reports go elsewhere.
const streams = { stdout: keepLines(splitters.stdout), stderr: keepLines(splitters.stderr) };
Object.defineProperty(process, 'stdout', { configurable: true, get: () => streams.stdout });
Object.defineProperty(process, 'stderr', { configurable: true, get: () => streams.stderr });

afterAll(() => {
  // A line that never ended is a line too.
  lines.push(...splitters.stdout.end(), ...splitters.stderr.end());
  const faults = faultsOf(lines, notes);
  if (faults.length === 0) return;
  const first = faults.slice(0, maxFaultsShown).map((fault) => fault.slice(0, maxFaultLength));
  throw new Error(`lines of the log break their rule, ${faults.length} times:\n${first.join('\n')}`);
});

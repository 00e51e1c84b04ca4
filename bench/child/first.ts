// Runs in a fresh process: how long a bundle takes to load, and how long until its first answer.
// It loads nothing else before, so that the bundle finds no module in memory that it would have to load itself.
import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { contextOf, type BundleHandler } from './invocation.ts';

export type FirstAnswer = {
  readonly loadMs: number;
  readonly loadProcessorMs: number;
  readonly firstAnswerMs: number;
  readonly statusCode: number | undefined;
};

const load = createRequire(import.meta.url);
const [path = '', eventJson = ''] = process.argv.slice(2);
const event: unknown = JSON.parse(eventJson);
const processorBefore = process.cpuUsage();
const start = performance.now();
const { handler } = load(path) as { handler: BundleHandler };
const loadMs = performance.now() - start;
const { user, system } = process.cpuUsage(processorBefore);
const answer = await handler(event, contextOf(1));
const firstAnswerMs = performance.now() - start;
const report: FirstAnswer = {
  loadMs,
  loadProcessorMs: (user + system) / 1000,
  firstAnswerMs,
  statusCode: answer?.statusCode,
};
writeSync(3, JSON.stringify(report));
process.exit(0);

// Runs inside a fresh process: how long the bundle takes to load, and how long until its first answer.
// It loads nothing else before, so that no bundle finds a module warm that it would have to load itself.
import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { contextOf, DOCUMENTED_TASK, eventOf } from '../events.ts';

export interface FirstAnswer {
  readonly loadMs: number;
  readonly loadProcessorMs: number;
  readonly firstAnswerMs: number;
  readonly statusCode: number;
}

type Handler = (event: unknown, context: unknown) => Promise<{ statusCode: number }>;

const load = createRequire(import.meta.url);
const traceId = process.argv[3] ?? DOCUMENTED_TASK.trace_id;
const event = eventOf({ ...DOCUMENTED_TASK, trace_id: traceId }, 1);
const processorBefore = process.cpuUsage();
const start = performance.now();
const { handler } = load(process.argv[2] ?? '') as { handler: Handler };
const loadMs = performance.now() - start;
const { user, system } = process.cpuUsage(processorBefore);
const { statusCode } = await handler(event, contextOf(1));
const firstAnswerMs = performance.now() - start;
const report: FirstAnswer = { loadMs, loadProcessorMs: (user + system) / 1000, firstAnswerMs, statusCode };
writeSync(3, JSON.stringify(report));
process.exit(0);

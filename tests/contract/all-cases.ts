// Every case of the contract: the worked examples, then our own.
import { readWorkedExamples, type Case } from './case.ts';
import { details } from './cases/details.ts';
import { dryRuns } from './cases/dry-runs.ts';
import { envelope } from './cases/envelope.ts';
import { infoCases } from './cases/info.ts';
import { json } from './cases/json.ts';
import { traceIdStaysFree } from './cases/trace-id-stays-free.ts';
import { media } from './cases/media.ts';
import { replaysAndConflicts } from './cases/replays-and-conflicts.ts';
import { order } from './cases/order.ts';
import { payloads } from './cases/payloads.ts';
import { times } from './cases/times.ts';
import { traceIds } from './cases/trace-ids.ts';
import { exactResponses } from './cases/exact-responses.ts';
import { dueDatesAndWindows } from './cases/due-dates-and-windows.ts';

export const allCases: readonly Case[] = [
  ...readWorkedExamples(),
  ...exactResponses,
  ...media,
  ...json,
  ...traceIds,
  ...envelope,
  ...order,
  ...payloads,
  ...details,
  ...times,
  ...dueDatesAndWindows,
  ...replaysAndConflicts,
  ...traceIdStaysFree,
  ...infoCases,
  ...dryRuns,
];

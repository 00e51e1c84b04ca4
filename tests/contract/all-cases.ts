// Every case of the contract: the worked examples, our own, and those of released versions that today's do not repeat.
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
import { readReleasedCases, withReleased } from './released-cases.ts';

/** Those of today's contract. */
export const currentCases: readonly Case[] = [
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

export const allCases: readonly Case[] = withReleased(currentCases, readReleasedCases());

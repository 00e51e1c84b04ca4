// Every case of the contract: the worked examples, then our own.
import { readWorkedExamples, type Case } from './case.ts';
import { details } from './cases/details.ts';
import { envelope } from './cases/envelope.ts';
import { information } from './cases/information.ts';
import { json } from './cases/json.ts';
import { leftFree } from './cases/left-free.ts';
import { media } from './cases/media.ts';
import { once } from './cases/once.ts';
import { order } from './cases/order.ts';
import { payloads } from './cases/payloads.ts';
import { times } from './cases/times.ts';
import { traceIds } from './cases/trace-ids.ts';
import { whole } from './cases/whole.ts';
import { windows } from './cases/windows.ts';

export const allCases: readonly Case[] = [
  ...readWorkedExamples(),
  ...whole,
  ...media,
  ...json,
  ...traceIds,
  ...envelope,
  ...order,
  ...payloads,
  ...details,
  ...times,
  ...windows,
  ...once,
  ...leftFree,
  ...information,
];

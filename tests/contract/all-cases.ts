// Every case of the contract: the worked examples, then our own.
import { readWorkedExamples, type Case } from './case.ts';
import { bodies } from './cases/bodies.ts';
import { details } from './cases/details.ts';
import { envelope } from './cases/envelope.ts';
import { information } from './cases/ids.ts';
import { once } from './cases/once.ts';
import { order } from './cases/order.ts';
import { payloads } from './cases/payloads.ts';
import { times } from './cases/times.ts';
import { whole } from './cases/whole.ts';

export const allCases: readonly Case[] = [
  ...readWorkedExamples(),
  ...whole,
  ...bodies,
  ...envelope,
  ...order,
  ...payloads,
  ...details,
  ...times,
  ...once,
  ...information,
];

// Every case of the contract: the worked examples, then our own.
import { readWorkedExamples, type Case } from './case.ts';

export const allCases: readonly Case[] = [...readWorkedExamples()];

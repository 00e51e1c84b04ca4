// Owns: what was asked of the local server and what it answered while it was killed again and again, as its callers saw it.
import { pick } from '../size.ts';
import { reminderRequest, taskRequest, traceIdOf, type Json } from '../../support/requests.ts';

export type Told = { readonly status: number; readonly replayed: boolean; readonly body: string };
export type Asked = { readonly json: Json; readonly isReminder: boolean; readonly answers: Told[] };

export type Ledger = {
  readonly asked: ReadonlyMap<string, Asked>;
  /** What was found wrong, a sentence each. */
  readonly wrong: string[];
  /** The next request of a caller: mostly a new one, sometimes a copy of any before. */
  readonly next: () => Asked;
  readonly note: (asked: Asked, told: Told) => void;
};

const shareOfCopies = 0.15;
const shareOfReminders = 0.2;
/** What a caller may be told in place of an outcome: come back. */
const passing = [409, 503, 504];

export function openLedger(random: () => number): Ledger {
  const asked = new Map<string, Asked>();
  const all: Asked[] = [];
  const wrong: string[] = [];
  return {
    asked,
    wrong,
    next: () => {
      if (all.length > 0 && random() < shareOfCopies) return pick(all, random);
      const isReminder = random() < shareOfReminders;
      const { json } = isReminder ? reminderRequest() : taskRequest();
      const one: Asked = { json, isReminder, answers: [] };
      asked.set(traceIdOf({ json }), one);
      all.push(one);
      return one;
    },
    note: (one, told) => {
      if (passing.includes(told.status)) return;
      if (told.status !== 200) wrong.push(`told ${told.status} ${told.body}`);
      const [first] = one.answers;
      if (first !== undefined && first.body !== told.body) wrong.push(`${first.body} became ${told.body}`);
      one.answers.push(told);
      if (one.answers.filter(({ replayed }) => !replayed).length > 1) wrong.push(`twice first: ${told.body}`);
    },
  };
}

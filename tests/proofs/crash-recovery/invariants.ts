// Records the requests to a server that is killed again and again, and checks its answers against each other.
import { pick } from '../size.ts';
import type { JsonObject } from '../../../lib/domain/json.ts';
import { reminderRequest, taskRequest, traceIdOf } from '../../support/requests.ts';

export type CallerAnswer = { readonly status: number; readonly replayed: boolean; readonly body: string };
export type SentByCaller = {
  readonly json: JsonObject;
  readonly isReminder: boolean;
  readonly answers: CallerAnswer[];
};

export type CallerLog = {
  readonly sent: ReadonlyMap<string, SentByCaller>;
  /** What was found wrong, a sentence each. */
  readonly wrong: string[];
  /** The next request of a caller: mostly a new one, sometimes a copy of any before. */
  readonly next: () => SentByCaller;
  readonly note: (sent: SentByCaller, answer: CallerAnswer) => void;
};

const shareOfCopies = 0.15;
const shareOfReminders = 0.2;
/** Statuses that ask for a retry. */
const retryable = [409, 503, 504];

export function openCallerLog(random: () => number): CallerLog {
  const sent = new Map<string, SentByCaller>();
  const all: SentByCaller[] = [];
  const wrong: string[] = [];
  return {
    sent,
    wrong,
    next: () => {
      if (all.length > 0 && random() < shareOfCopies) return pick(all, random);
      const isReminder = random() < shareOfReminders;
      const { json } = isReminder ? reminderRequest() : taskRequest();
      const one: SentByCaller = { json, isReminder, answers: [] };
      sent.set(traceIdOf({ json }), one);
      all.push(one);
      return one;
    },
    note: (one, answer) => {
      if (retryable.includes(answer.status)) return;
      if (answer.status !== 200) wrong.push(`answered ${answer.status} ${answer.body}`);
      const [first] = one.answers;
      if (first !== undefined && first.body !== answer.body)
        wrong.push(`${first.body} became ${answer.body}`);
      one.answers.push(answer);
      if (one.answers.filter(({ replayed }) => !replayed).length > 1)
        wrong.push(`first execution twice: ${answer.body}`);
    },
  };
}

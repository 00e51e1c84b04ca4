// Lists the rules of the contract for particular requests, each a sentence, with the answers to which it applies. The rules for all
// answers are in check-answer.ts.
import { isDeepStrictEqual } from 'node:util';
import {
  asksForDryRun,
  beginsWithMark,
  detailsOf,
  displaced,
  dueMsOf,
  fieldsOf,
  invisibleEntries,
  isAccepted,
  isGiven,
  isRead,
  isTimed,
  messageOf,
  messagesOf,
  type Exchange,
} from './exchange.ts';
import type { Media } from './headers.ts';

type Rule = {
  readonly says: string;
  readonly applies: (exchange: Exchange) => boolean;
  readonly holds: (exchange: Exchange) => boolean;
};

const maxDetails = 20;
const maxLateMs = 60_000;

export const rules: readonly Rule[] = [
  {
    says: 'a JSON type without a content-encoding, or with identity alone, is taken',
    applies: ({ fuzzed }) => fuzzed.media === 'taken',
    holds: ({ code }) => code !== 'unsupported_media_type',
  },
  refusedAs('without a type', 'the content type is absent; send content-type: application/json'),
  refusedAs('of another type', 'the content type is not JSON; send content-type: application/json'),
  refusedAs('with an encoding', 'the body has a content-encoding; send it as it is, without one'),
  {
    says: 'a byte order mark is refused, and named',
    applies: (exchange) => isRead(exchange) && beginsWithMark(exchange),
    holds: ({ code, answer }) =>
      code === 'invalid_json' &&
      messageOf(answer) === 'the body begins with a byte order mark; send it without',
  },
  {
    says: 'UTF-16 is refused, and its byte order mark is named',
    applies: (exchange) => isRead(exchange) && exchange.fuzzed.isUtf16,
    holds: ({ code, answer }) =>
      code === 'invalid_json' && messageOf(answer).includes('byte order mark of UTF-16'),
  },
  {
    says: 'a body that does not begin with a byte order mark is not said to',
    applies: (exchange) => exchange.fuzzed.text !== undefined && !beginsWithMark(exchange),
    holds: ({ answer }) => !messageOf(answer).includes('byte order mark'),
  },
  {
    says: 'no message offers null in place of an object',
    applies: ({ answer }) => answer.status === 'failed',
    holds: ({ answer }) => !messagesOf(answer).some((message) => message.includes('or null')),
  },
  {
    says: 'where JSON text is sent in place of an object or a list, the message says so',
    applies: (exchange) => displaced(exchange).some(({ found }) => found === 'text'),
    holds: (exchange) =>
      saysEach(
        exchange,
        'text',
        /^[^;]*, not a string: send the (?:object|array) itself, not its JSON text$/,
      ),
  },
  {
    says: 'where a list is sent in place of an object, the message says so',
    applies: (exchange) => displaced(exchange).some(({ found }) => found === 'list'),
    holds: (exchange) => saysEach(exchange, 'list', /must be an? (?:JSON )?object, not a list$/),
  },
  {
    says: 'an entry of a list without a visible character is refused by its path',
    applies: (exchange) => invisibleEntries(exchange).length > 0,
    holds: (exchange) => {
      const named = detailsOf(exchange.answer).map(({ path }) => path);
      return named.length === maxDetails || invisibleEntries(exchange).every((path) => named.includes(path));
    },
  },
  {
    says: 'a field that counts as not given does not appear in the result',
    applies: ({ request, answer }) =>
      isAccepted(answer) && !fieldsOf(request).every(([, value]) => isGiven(value)),
    holds: ({ request, answer: { execution_result: result = {} } }) =>
      fieldsOf(request).every(([name, value]) => isGiven(value) || !Object.hasOwn(result, name)),
  },
  {
    says: 'a field that is given appears in the result as it was sent',
    applies: ({ answer, request }) => isAccepted(answer) && request !== undefined,
    holds: ({ request, answer: { execution_result: result = {} } }) =>
      fieldsOf(request).every(([name, value]) => !isGiven(value) || isDeepStrictEqual(result[name], value)),
  },
  {
    says: 'a reminder at most 60 s late is accepted',
    applies: (exchange) => {
      const { request, sentMs, answeredMs } = exchange;
      const dueMs = dueMsOf(request);
      return isTimed(exchange) && dueMs >= answeredMs - maxLateMs && dueMs <= sentMs;
    },
    holds: ({ answer }) => isAccepted(answer),
  },
  {
    says: 'a reminder more than 60 s late is refused as past',
    applies: (exchange) => isTimed(exchange) && dueMsOf(exchange.request) < exchange.sentMs - maxLateMs,
    holds: ({ code }) => code === 'reminder_time_in_past',
  },
  {
    says: 'a dry run is not executed, and calls neither the store nor anything outside',
    applies: ({ request }) => asksForDryRun(request),
    holds: ({ answer, calls }) => answer.status !== 'success' && calls.length === 0,
  },
  {
    says: 'the result of a dry run has nothing that only an execution could know',
    applies: ({ answer }) => answer.status === 'planned',
    holds: ({ answer: { execution_result: result = {} } }) =>
      result['success'] === true && !Object.hasOwn(result, 'external') && !Object.hasOwn(result, 'data'),
  },
  {
    says: 'what is not a dry run is not planned, and a success of it has called the store',
    applies: ({ request, answer }) => request !== undefined && !asksForDryRun(request) && isAccepted(answer),
    holds: ({ answer, calls }) => answer.status === 'success' && calls.length > 0,
  },
];

function refusedAs(media: Media, message: string): Rule {
  return {
    says: `a body ${media} is refused with 415, and the message says so`,
    applies: ({ fuzzed }) => fuzzed.media === media,
    holds: ({ code, answer }) => code === 'unsupported_media_type' && messageOf(answer) === message,
  };
}

function saysEach(exchange: Exchange, kind: 'text' | 'list', form: RegExp): boolean {
  const details = detailsOf(exchange.answer);
  return displaced(exchange)
    .filter(({ found }) => found === kind)
    .every(({ path }) =>
      path === ''
        ? form.test(messageOf(exchange.answer))
        : details.length === maxDetails ||
          details.some((detail) => detail.path === path && form.test(detail.message)),
    );
}

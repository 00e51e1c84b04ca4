// Lists every function of the service that reads a caller's text by a regular expression, a loop or a validator, to be measured by
// itself: most of them get no long text, because of earlier checks, and must not rely on that.
import { normalizeTopic, readQuery } from '../../../lib/actions/lookup.ts';
import { fingerprintOf } from '../../../lib/domain/fingerprint.ts';
import { idOf, traceOfId } from '../../../lib/domain/ids.ts';
import { truncate } from '../../../lib/domain/truncate.ts';
import * as validators from '../../../lib/generated/validators.js';
import { readBody } from '../../../lib/http/read-body.ts';
import { describeError } from '../../../lib/log/error-text.ts';
import { checkDate, isDate, resolveTime } from '../../../lib/time/resolve.ts';
import { isTimezone } from '../../../lib/time/timezone.ts';
import { withoutMissing } from '../../../lib/validation/missing.ts';
import { checkRequest } from '../../support/check-request.ts';
import { contextOf } from '../../support/request-context.ts';

type MeasuredCall = (text: string) => unknown;

const zone = { name: 'Europe/Berlin', chosen: false };
const words = (text: string) => text.match(/[^]{1,6}/gu) ?? [];
const headed = (name: string) => (text: string) => {
  try {
    return readBody(contextOf('{}', { headers: { 'content-type': 'application/json', [name]: text } }));
  } catch {
    // How it is refused is tested elsewhere: here only the time counts.
    return undefined;
  }
};
const checked = (payload: (text: string) => object) => (text: string) =>
  checkRequest({
    trace_id: 'a',
    decision: 'workflow',
    data: { workflow_type: 'workflow', payload: payload(text) },
  });

const { adapterVariables, ...requestValidators } = validators;

export const functions: Readonly<Record<string, MeasuredCall>> = {
  'content-type': headed('content-type'),
  'content-encoding': headed('content-encoding'),
  normalizeTopic,
  readQuery: (text) => readQuery(`task:${text}`),
  idOf: (text) => idOf('task', text),
  traceOfId,
  fingerprintOf: (text) => fingerprintOf('workflow', { text }),
  'fingerprintOf names': (text) =>
    fingerprintOf('workflow', Object.fromEntries(words(text).map((word) => [word, 1]))),
  isDate,
  checkDate,
  resolveTime: (text) => resolveTime(text, zone),
  'resolveTime of a fraction': (text) => resolveTime(`2031-01-01T00:00:00.${text}Z`, zone),
  isTimezone,
  truncate: (text) => truncate(text, 64),
  withoutMissing: (text) => withoutMissing({ title: text, tags: [text] }, ['title', 'tags']),
  describeError: (text) => describeError(new Error(text), { data: { text } }),
  'describeError of many values': (text) => describeError(new Error(text), { data: words(text) }),
  ...Object.fromEntries(
    [...Object.entries(requestValidators), ...Object.entries(adapterVariables)].flatMap(
      ([name, validate]): [string, MeasuredCall][] => [
        [`validator ${name}`, (text) => validate(text)],
        [`validator ${name} of names`, (text) => validate({ [text]: text })],
      ],
    ),
  ),
  'check of a title': checked((title) => ({ action_type: 'task', title })),
  'check of a time': checked((time) => ({ action_type: 'reminder', message: 'x', time, timezone: time })),
  'check of tags': checked((text) => ({ action_type: 'task', title: 'x', tags: words(text) })),
  'check of names': checked((text) => ({
    action_type: 'task',
    ...Object.fromEntries(words(text).map((word) => [word, word])),
  })),
};

/** What texts are made of. */
export const units: readonly string[] = [
  ' ',
  '\t',
  '\u0000',
  '\u00a0',
  '\u200b',
  '\u0301',
  'e\u0301',
  '\u{1f600}',
  '\u{e0061}',
  'ß',
  'İ',
  ...'0aZ/~.,;-"\\[{'.split(''),
  ...'+json __proto__ Etc/ identity, 2031-01-01 task- $&'.split(' '),
];

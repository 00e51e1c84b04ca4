// Lists every answer of every outside system, and what an adapter must make of it.
import { outsideBehaviours, type Respond } from '../../support/outside-behaviours.ts';
import { answer, type Behaviour } from '../../lib/adapters/delivery/receiver.ts';

export type OutsideAnswer = {
  /** What the adapter makes of it. */
  readonly result: 'done' | 'rejected' | 'unavailable';
  /** One behaviour for each request of an invocation in order, and the last one for all later requests. */
  readonly behaviours: readonly [Behaviour, ...Behaviour[]];
  /** Whether it may not say what the thing is called, or not all of it. */
  readonly isVague?: true;
  /** Whether it is done, and not refused, where the thing is there. */
  readonly looksForIt?: true;
  /** Whether it never comes. */
  readonly isSilent?: true;
  /** When it asks to be called again. */
  readonly retryAfterSeconds?: number;
};

export type OutsideAnswerTable = Readonly<Record<string, OutsideAnswer>>;

const page = answer(200, '<html><body>It works!</body></html>');
const done = (...behaviours: OutsideAnswer['behaviours']): OutsideAnswer => ({ result: 'done', behaviours });
const vague = (...behaviours: OutsideAnswer['behaviours']): OutsideAnswer => ({
  ...done(...behaviours),
  isVague: true,
});
const rejected = (behaviour: Behaviour): OutsideAnswer => ({ result: 'rejected', behaviours: [behaviour] });
const unavailable = (behaviour: Behaviour): OutsideAnswer => ({
  result: 'unavailable',
  behaviours: [behaviour],
});

const silent = (behaviour: Behaviour): OutsideAnswer => ({ ...unavailable(behaviour), isSilent: true });

/** The answers that every one of them can give. */
function commonAnswers(respond: Respond): OutsideAnswerTable {
  const behaviours = outsideBehaviours(respond);
  const redirect = behaviours.redirects.find(({ cause }) => cause === 'HTTP 307');
  if (redirect === undefined) throw new TypeError('there is no redirect that keeps the method');
  return {
    done: done(behaviours.done),
    'there from an earlier try': done(behaviours.lost, behaviours.done),
    'an answer that is lost': unavailable(behaviours.lost),
    'no answer': silent(behaviours.silent),
    'no answer after it took effect': silent(behaviours.doneBut(behaviours.silent)),
    'a server error': unavailable(answer(503)),
    'a server error after it took effect': unavailable(behaviours.doneBut(answer(500))),
    'a redirect': unavailable(redirect.answer),
  };
}

function httpAnswers(respond: Respond): OutsideAnswerTable {
  const { busy, halfAnswered } = outsideBehaviours(respond);
  return {
    ...commonAnswers(respond),
    unauthorized: unavailable(answer(401)),
    forbidden: unavailable(answer(403)),
    'too many requests': { ...unavailable(busy(120)), retryAfterSeconds: 120 },
    'half of an answer': vague(halfAnswered),
  };
}

export function webhookAnswers(respond: Respond): OutsideAnswerTable {
  return {
    ...httpAnswers(respond),
    'refused for good': rejected(answer(422)),
    // A success needs no body.
    garbage: vague(outsideBehaviours(respond).doneBut(page)),
  };
}

export function caldavAnswers(respond: Respond): OutsideAnswerTable {
  const { lost, doneBut, done: works } = outsideBehaviours(respond);
  const violation = (element: string) => `<error xmlns="DAV:"><C:${element}/></error>`;
  /** Older versions of Nextcloud (schemas/README.md, Adapters). */
  const answer400: Behaviour = (response, request) =>
    (request.method === 'GET' ? works : answer(400))(response, request);
  return {
    ...httpAnswers(respond),
    'refused for good': rejected(answer(422)),
    'refused for good, its data not valid': rejected(answer(403, violation('valid-calendar-data'))),
    'refused for good by a 400': { ...rejected(answer400), looksForIt: true },
    'there from an earlier try, said by a 400': done(lost, answer400),
    'there from an earlier try, moved since': vague(lost, answer(409, violation('no-uid-conflict'))),
    garbage: unavailable(page),
    'garbage after it took effect': unavailable(doneBut(page)),
  };
}

export function googleAnswers(respond: Respond): OutsideAnswerTable {
  return {
    ...httpAnswers(respond),
    'refused for good': rejected(answer(400)),
    garbage: unavailable(page),
    'garbage after it took effect': unavailable(outsideBehaviours(respond).doneBut(page)),
  };
}

/** Nothing that a caller sends can make the scheduler refuse for good. */
export function schedulerAnswers(respond: Respond): OutsideAnswerTable {
  const { doneBut, halfAnswered } = outsideBehaviours(respond);
  const refuse = (status: number, type: string) =>
    unavailable(answer(status, '{}', { 'content-type': 'application/json', 'x-amzn-errortype': type }));
  return {
    ...commonAnswers(respond),
    'refused until it is repaired': refuse(400, 'ValidationException'),
    forbidden: refuse(403, 'AccessDeniedException'),
    'too many requests': refuse(429, 'ThrottlingException'),
    'half of an answer': unavailable(halfAnswered),
    garbage: unavailable(page),
    'garbage after it took effect': unavailable(doneBut(page)),
  };
}

// How an outside system that speaks HTTP answers in the contract suite of adapters (tests/lib/ports/describe-adapter.ts). Its author
// writes the system as it works; what goes wrong on the way is written here once.
import {
  answer,
  noAnswer,
  reset,
  type Behaviour,
  type ReceivedDelivery,
} from '../lib/adapters/delivery/receiver.ts';

export type OutsideResponse = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

/** The outside system as it works: makes what the request asks for unless it is there, and answers. */
export type Respond = (request: ReceivedDelivery) => OutsideResponse;

const redirectedPath = '/redirected';

export function outsideBehaviours(respond: Respond) {
  const done: Behaviour = (response, request) => {
    const { status, headers, body } = respond(request);
    answer(status, body, headers)(response, request);
  };
  /** Makes it, and then behaves like this. */
  const doneBut =
    (behaviour: Behaviour): Behaviour =>
    (response, request) => {
      respond(request);
      behaviour(response, request);
    };
  const halfAnswered: Behaviour = (response, request) => {
    const { status, headers, body = '' } = respond(request);
    response.writeHead(status, { ...headers, 'content-length': body.length + 8 });
    response.write(body.slice(0, body.length / 2) || ' ', () => response.socket?.destroy());
  };
  /** Sends the caller to a place where the thing would be made. */
  const redirect =
    (status: number): Behaviour =>
    (response, request) => {
      if (request.path === redirectedPath) return done(response, request);
      const location = `http://${request.headers.host ?? ''}${redirectedPath}`;
      answer(status, '', { location })(response, request);
    };
  return {
    done,
    doneBut,
    busy: (seconds: number) => answer(429, '', { 'retry-after': String(seconds) }),
    silent: noAnswer,
    lost: doneBut(reset),
    halfAnswered,
    redirects: [301, 302, 303, 307, 308].map((status) => ({
      title: `a redirect by ${status}`,
      answer: redirect(status),
      cause: `HTTP ${status}`,
    })),
  };
}

/** One case for each status, which the adapter is to name as its cause. */
export function statusCases(...statuses: readonly number[]) {
  return statuses.map((status) => ({
    title: `a ${status}`,
    answer: answer(status, 'words of the outside system'),
    cause: `HTTP ${status}`,
  }));
}

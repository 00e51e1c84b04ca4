// Makes the callers' requests, a mixture of everything, each with the check of its answer.
import type { JsonObject } from '../../../lib/domain/json.ts';
import {
  dryRunOf,
  infoRequest,
  meetingRequest,
  newTraceId,
  reminderRequest,
  skippedRequest,
  taskRequest,
  traceIdOf,
} from '../../support/requests.ts';
import { pick } from '../size.ts';

export type LoadAnswer = { readonly status: number; readonly replayed: boolean; readonly body: string };
export type LoadRequest = {
  readonly json: JsonObject;
  /** Whether it needs neither store nor scheduler, so that their faults excuse nothing. */
  readonly needsNothing: boolean;
  /** Whether it executes something: then it is retried until it has. */
  readonly executes: boolean;
  /** Whether an answer that asks for no retry is the right one. */
  readonly isRight: (answer: LoadAnswer) => boolean;
};
export type ExecutedRequest = { readonly json: JsonObject; readonly body: string };

const requestMakers = [taskRequest, taskRequest, taskRequest, reminderRequest, meetingRequest];
const kinds = [
  ...(['new', 'new', 'new', 'again', 'again', 'conflict', 'question'] as const),
  ...(['dry run', 'skip', 'refusal'] as const),
];

/** @param executed requests that succeeded so far */
export function nextRequest(executed: readonly ExecutedRequest[], random: () => number): LoadRequest {
  const kind = executed.length === 0 ? 'new' : pick(kinds, random);
  const known = { executes: false, needsNothing: false };
  switch (kind) {
    case 'again': {
      const { json, body } = pick(executed, random);
      return { ...known, json, isRight: (answer) => answer.replayed && answer.body === body };
    }
    case 'conflict': {
      const traceId = traceIdOf(pick(executed, random));
      const { json } = taskRequest({ traceId, payload: { title: 'Something else' } });
      return { ...known, json, isRight: ({ body }) => body.includes('"error_code":"trace_id_conflict"') };
    }
    case 'question': {
      const { json: about, body } = pick(executed, random);
      const { json } = infoRequest(`trace:${traceIdOf({ json: about })}`);
      const result = body.slice(body.indexOf('"execution_result":'), -1);
      return { ...known, json, isRight: (answer) => answer.status === 200 && answer.body.includes(result) };
    }
    case 'dry run': {
      // Of what was executed, or under a trace id of its own.
      const { json } = dryRunOf(pick([pick(executed, random), pick(requestMakers, random)()], random));
      const isRight = ({ status, body }: LoadAnswer) => status === 200 && body.includes('"status":"planned"');
      return { json, needsNothing: true, executes: false, isRight };
    }
    case 'skip':
      return {
        ...skippedRequest(),
        needsNothing: true,
        executes: false,
        isRight: ({ status, body }) => status === 200 && body.includes('"status":"skipped"'),
      };
    case 'refusal': {
      const { json } = taskRequest({ payload: { title: undefined } });
      const isRight = ({ body }: LoadAnswer) => body.includes('"error_code":"missing_task_title"');
      return { json, needsNothing: true, executes: false, isRight };
    }
    default: {
      const { json } = pick(requestMakers, random)({ traceId: newTraceId('load') });
      return { json, needsNothing: false, executes: true, isRight: ({ status }) => status === 200 };
    }
  }
}

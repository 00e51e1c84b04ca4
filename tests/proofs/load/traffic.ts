// Owns: what the callers send, a mixture of everything, and the one answer that each request may get.
import {
  infoRequest,
  meetingRequest,
  newTraceId,
  reminderRequest,
  skippedRequest,
  taskRequest,
  traceIdOf,
  type Json,
} from '../../support/requests.ts';
import { pick } from '../size.ts';

export type Heard = { readonly status: number; readonly replayed: boolean; readonly body: string };
export type Sent = {
  readonly json: Json;
  /** Whether it needs neither store nor scheduler, so that no fault of theirs excuses it. */
  readonly alone: boolean;
  /** Whether it executes something: then it is heard until it has. */
  readonly executes: boolean;
  /** Whether a settled answer is the right one. */
  readonly right: (heard: Heard) => boolean;
};
export type Executed = { readonly json: Json; readonly body: string };

const makers = [taskRequest, taskRequest, taskRequest, reminderRequest, meetingRequest];
const kinds = ['new', 'new', 'new', 'again', 'again', 'conflict', 'question', 'skip', 'refusal'] as const;

/** @param executed what was answered with success so far */
export function nextRequest(executed: readonly Executed[], random: () => number): Sent {
  const kind = executed.length === 0 ? 'new' : pick(kinds, random);
  const known = { executes: false, alone: false };
  switch (kind) {
    case 'again': {
      const { json, body } = pick(executed, random);
      return { ...known, json, right: (heard) => heard.replayed && heard.body === body };
    }
    case 'conflict': {
      const traceId = traceIdOf(pick(executed, random));
      const { json } = taskRequest({ traceId, payload: { title: 'Something else' } });
      return { ...known, json, right: ({ body }) => body.includes('"error_code":"trace_id_conflict"') };
    }
    case 'question': {
      const { json: about, body } = pick(executed, random);
      const { json } = infoRequest(`trace:${traceIdOf({ json: about })}`);
      const result = body.slice(body.indexOf('"execution_result":'), -1);
      return { ...known, json, right: (heard) => heard.status === 200 && heard.body.includes(result) };
    }
    case 'skip':
      return {
        ...skippedRequest(),
        alone: true,
        executes: false,
        right: ({ status, body }) => status === 200 && body.includes('"status":"skipped"'),
      };
    case 'refusal': {
      const { json } = taskRequest({ payload: { title: undefined } });
      const right = ({ body }: Heard) => body.includes('"error_code":"missing_task_title"');
      return { json, alone: true, executes: false, right };
    }
    default: {
      const { json } = pick(makers, random)({ traceId: newTraceId('load') });
      return { json, alone: false, executes: true, right: ({ status }) => status === 200 };
    }
  }
}

// Checks a body by its form alone, as the executor does, for tests of what lies before the actions.
import type { AcceptedRequest } from '../../lib/domain/request.ts';
import { checkEnvelope } from '../../lib/validation/check-envelope.ts';
import { checkPayload } from '../../lib/validation/check-payload.ts';
import { readRequest } from '../../lib/validation/read-request.ts';
import type { Refused } from '../../lib/validation/refuse.ts';

/** @param body a workflow's: the gate is not looked at */
export function checkRequest(body: unknown): Refused | AcceptedRequest {
  const envelope = checkEnvelope(readRequest(body));
  return envelope.kind === 'refused' ? envelope : checkPayload(envelope);
}

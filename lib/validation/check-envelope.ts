// Checks what every request must have, whatever its decision: trace_id and decision.
import { field, isAbsent, isObject, type JsonObject } from '../domain/json.ts';
import type { ParsedRequest } from '../domain/request.ts';
import * as validators from '../generated/validators.js';
import { describeWrongType } from './describe-wrong-type.ts';
import { explain } from './explain.ts';
import { refuse, refuseRequest, type Refused } from './refuse.ts';

export type Envelope = ParsedRequest & {
  readonly kind: 'accepted';
  readonly body: JsonObject;
  readonly traceId: string;
  readonly decision: string;
};

export function checkEnvelope(request: ParsedRequest): Refused | Envelope {
  const { body, traceId, decision } = request;
  if (!isObject(body)) {
    return refuse('invalid_request', {
      message: `the body must be a JSON object${describeWrongType('object', body)}`,
    });
  }
  if (traceId === null)
    return refuse(isAbsent(field(body, 'trace_id')) ? 'missing_trace_id' : 'invalid_trace_id');
  if (decision === undefined) return refuseRequest([{ path: '/decision', message: 'is required' }]);
  if (!validators.decision(decision))
    return refuseRequest(explain(validators.decision.errors, decision, '/decision'));
  return { kind: 'accepted', ...request, body, traceId, decision };
}

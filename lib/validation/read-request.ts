// Reads the fields of a parsed body once, for the log, the checks and the response.
import { field } from '../domain/json.ts';
import type { ParsedRequest } from '../domain/request.ts';
import * as validators from '../generated/validators.js';

/** @param body any JSON value */
export function readRequest(body: unknown): ParsedRequest {
  const traceId = field(body, 'trace_id');
  const data = field(body, 'data');
  const payload = field(data, 'payload');
  return {
    body,
    traceId: validators.traceId(traceId) ? traceId : null,
    decision: field(body, 'decision'),
    data,
    payload,
    actionType: field(payload, 'action_type'),
  };
}

// Checks what a workflow must have beyond its envelope: data, payload, action type and the payload's schema, in this order
// (schemas/README.md, Order of checks). Times and the store come after.
import { idOf } from '../domain/ids.ts';
import { field, isAbsent, isObject, type JsonObject } from '../domain/json.ts';
import type { AcceptedRequest } from '../domain/request.ts';
import { truncate } from '../domain/truncate.ts';
import type { Payloads } from '../generated/payloads.ts';
import { actionTable, type ActionType } from '../generated/tables.ts';
import * as validators from '../generated/validators.js';
import type { Envelope } from './check-envelope.ts';
import { explain } from './explain.ts';
import { limitMembers } from './limit-members.ts';
import { withoutMissing } from './missing.ts';
import { nameMissing } from './name-missing.ts';
import { refuse, refuseRequest, type Refused } from './refuse.ts';

const maxActionTypeLength = 64;
/** Those of the request and of `data`. */
const envelopeFields = ['trace_id', 'decision', 'dry_run', 'data', 'workflow_type', 'payload'];

export function checkPayload(envelope: Envelope): Refused | AcceptedRequest {
  const { body, traceId, decision, data, payload, actionType } = envelope;
  if (!validators.envelope(limitMembers(body, envelopeFields)))
    return refuseRequest(explain(validators.envelope.errors, body));
  if (!isObject(data) || !isObject(payload) || Object.keys(payload).length === 0) {
    return refuse('missing_workflow_payload');
  }
  if (isAbsent(actionType)) return refuse('missing_action_type');
  if (typeof actionType !== 'string')
    return refuse('invalid_payload', {
      details: [{ path: '/data/payload/action_type', message: 'must be a string' }],
    });
  if (!isActionType(actionType)) return refuseActionType(actionType);
  const { fields, required, missing } = actionTable[actionType];
  const given = withoutMissing(payload, fields);
  const absent = required.filter((name) => !Object.hasOwn(given, name));
  if (absent.length > 0) {
    return refuse(missing.code, { message: `${nameMissing(absent)} required to ${missing.purpose}` });
  }
  if (!isPayload(actionType, given)) {
    return refuse('invalid_payload', {
      details: explain(validators[actionType].errors, given, '/data/payload'),
    });
  }
  const id = idOf(actionType, traceId);
  const dryRun = field(body, 'dry_run') === true;
  return { kind: 'accepted', traceId, decision, dryRun, actionType, id, data, payload: given };
}

function isActionType(text: string): text is ActionType {
  return Object.hasOwn(actionTable, text);
}

function isPayload(actionType: ActionType, given: JsonObject): given is JsonObject & Payloads[ActionType] {
  return validators[actionType](limitMembers(given, ['action_type', ...actionTable[actionType].fields]));
}

function refuseActionType(actionType: string): Refused {
  const supported = Object.keys(actionTable).join(', ');
  const message = `action_type "${truncate(actionType, maxActionTypeLength)}" is not supported; use one of ${supported}`;
  return refuse('unsupported_action_type', { message });
}

// Checks a parsed request, in the order of the contract, up to the payload's schema. Times and the store come after.
import { failure, type Failure } from '../domain/failure.ts';
import { opensFor } from '../gate/gate.ts';
import type { Payloads } from '../generated/payloads.ts';
import { actionTable, type ActionType } from '../generated/tables.ts';
import * as validators from '../generated/validators.js';
import { bounded } from './bounded.ts';
import { explain } from './explain.ts';
import { withoutMissing } from './missing.ts';
import { nameMissing } from './name-missing.ts';
import { cut, field, insteadOf, isObject, type JsonObject } from './objects.ts';

export type Refused = { readonly kind: 'refused'; readonly failure: Failure };
export type SkippedRequest = {
  readonly kind: 'skipped';
  readonly traceId: string;
  readonly decision: string;
};
export type Accepted = {
  readonly kind: 'accepted';
  readonly traceId: string;
  readonly decision: string;
  readonly data: JsonObject;
  readonly actionType: ActionType;
  /** Without the fields that count as not given. */
  readonly payload: Payloads[ActionType];
};
export type CheckedRequest = Refused | SkippedRequest | Accepted;

const mostOfActionType = 64;

/** The trace id of a request, or `null` where it has no valid one. */
export function readTraceId(request: unknown): string | null {
  const traceId = field(request, 'trace_id');
  return validators.traceId(traceId) ? (traceId as string) : null;
}

/** The action type as far as it may be told and logged: a string, cut to 64 characters. */
export function readActionType(request: unknown): string | null {
  const actionType = field(field(field(request, 'data'), 'payload'), 'action_type');
  return typeof actionType === 'string' ? cut(actionType, mostOfActionType) : null;
}

export function checkRequest(request: unknown): CheckedRequest {
  if (!isObject(request))
    return refuse('invalid_request', {
      message: `the body must be a JSON object${insteadOf('object', request)}`,
    });
  const traceId = field(request, 'trace_id');
  if (traceId === undefined || traceId === null || traceId === '') return refuse('missing_trace_id');
  if (!validators.traceId(traceId)) return refuse('invalid_trace_id');
  const decision = field(request, 'decision');
  if (decision === undefined) return refuseRequest([{ path: '/decision', message: 'is required' }]);
  if (!validators.decision(decision))
    return refuseRequest(explain(errorsOf(validators.decision), decision, '/decision'));
  const known = { traceId: traceId as string, decision: decision as string };
  return opensFor(known.decision) ? checkWorkflow(request, known) : { kind: 'skipped', ...known };
}

function checkWorkflow(request: JsonObject, known: { traceId: string; decision: string }): CheckedRequest {
  if (!validators.envelope(bounded(request)))
    return refuseRequest(explain(errorsOf(validators.envelope), request));
  const data = field(request, 'data');
  const payload = field(data, 'payload');
  if (!isObject(data) || !isObject(payload) || Object.keys(payload).length === 0) {
    return refuse('missing_workflow_payload');
  }
  const actionType = field(payload, 'action_type');
  if (actionType === undefined || actionType === null || actionType === '')
    return refuse('missing_action_type');
  if (typeof actionType !== 'string')
    return refusePayload([{ path: '/data/payload/action_type', message: 'must be a string' }]);
  if (!isActionType(actionType)) return refuseAction(actionType);
  const { fields, required, missing } = actionTable[actionType];
  const given = withoutMissing(payload, fields);
  const absent = required.filter((name) => !Object.hasOwn(given, name));
  if (absent.length > 0) {
    return refuse(missing.code, { message: `${nameMissing(absent)} required to ${missing.purpose}` });
  }
  const fits = validators[actionType];
  if (!fits(bounded(given))) return refusePayload(explain(errorsOf(fits), given, '/data/payload'));
  return {
    kind: 'accepted',
    ...known,
    data,
    actionType,
    payload: given as unknown as Payloads[ActionType],
  };
}

function errorsOf({ errors }: typeof validators.envelope) {
  // Stryker disable next-line ArrayDeclaration: a validator that has refused has errors
  return errors ?? [];
}

function isActionType(text: string): text is ActionType {
  return Object.hasOwn(actionTable, text);
}

function refuse(...args: Parameters<typeof failure>): Refused {
  return { kind: 'refused', failure: failure(...args) };
}

function refuseRequest(details: NonNullable<Failure['details']>): Refused {
  return refuse('invalid_request', { details });
}

function refusePayload(details: NonNullable<Failure['details']>): Refused {
  return refuse('invalid_payload', { details });
}

function refuseAction(actionType: string): Refused {
  const supported = Object.keys(actionTable).join(', ');
  const message = `action_type "${cut(actionType, mostOfActionType)}" is not supported; use one of ${supported}`;
  return refuse('unsupported_action_type', { message });
}

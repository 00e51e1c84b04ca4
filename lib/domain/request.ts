// A request as it passes through the service: first parsed, then accepted. Each field is read from the body once.
import type { Payloads } from '../generated/payloads.ts';
import type { ActionType } from '../generated/tables.ts';
import type { JsonObject } from './json.ts';

/** The parsed body and its fields as sent, of any type; a field that was not sent is `undefined`. */
export type ParsedRequest = {
  readonly body: unknown;
  /** `null` if the body has no valid one. */
  readonly traceId: string | null;
  readonly decision: unknown;
  readonly data: unknown;
  readonly payload: unknown;
  readonly actionType: unknown;
};

/** A request that passed all checks of its form. */
export type AcceptedRequest = {
  readonly kind: 'accepted';
  readonly traceId: string;
  readonly decision: string;
  /** Whether the caller only asks what would happen. */
  readonly dryRun: boolean;
  readonly actionType: ActionType;
  /** The id of what the execution creates. */
  readonly id: string;
  readonly data: JsonObject;
  /** Without the fields that count as missing. */
  readonly payload: JsonObject & Payloads[ActionType];
};

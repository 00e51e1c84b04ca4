// Generated from schemas/ by `npm run generate`. Do not edit.
import type { ErrorObject } from 'ajv';
/** Tells whether a value matches its schema; if not, `errors` says where, until the next call. */
export type Validator<Value = unknown> = {
  (value: unknown): value is Value;
  errors?: ErrorObject[] | null;
};
/** Those of the variables of each adapter. */
export const adapterVariables: {
  readonly record: Validator;
  readonly eventbridge: Validator;
  readonly mock: Validator;
  readonly webhook: Validator;
  readonly caldav: Validator;
  readonly google: Validator;
};
export const traceId: Validator<string>;
export const decision: Validator<string>;
export const envelope: Validator;
export const environment: Validator;
export const visible: Validator;
export const task: Validator;
export const reminder: Validator;
export const meeting: Validator;
export const info: Validator;

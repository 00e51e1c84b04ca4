// Generated from schemas/ by `npm run generate`. Do not edit.
import type { ErrorObject } from 'ajv';
/** Tells whether a value fits its schema; if not, `errors` says where, until the next call. */
type Validator = { (value: unknown): boolean; errors?: ErrorObject[] | null };
export const traceId: Validator;
export const decision: Validator;
export const envelope: Validator;
export const environment: Validator;
export const visible: Validator;
export const task: Validator;
export const reminder: Validator;
export const meeting: Validator;
export const info: Validator;

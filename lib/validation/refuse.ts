// Refusals of a request by its form.
import { failure, type Detail, type Failure } from '../domain/failure.ts';

export type Refused = { readonly kind: 'refused'; readonly failure: Failure };

export function refuse(...args: Parameters<typeof failure>): Refused {
  return { kind: 'refused', failure: failure(...args) };
}

export function refuseRequest(details: readonly Detail[]): Refused {
  return refuse('invalid_request', { details });
}

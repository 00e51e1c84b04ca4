// The part of Temporal that this service uses, as functions, so that the rest stays out of the bundle.
export * as PlainDateTime from 'temporal-polyfill/fns/PlainDateTime';
export * as ZonedDateTime from 'temporal-polyfill/fns/ZonedDateTime';

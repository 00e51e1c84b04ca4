// The part of Temporal that this service uses, by name, so that the rest stays out of the bundle.
export { equals, fromFields, toZonedDateTime } from 'temporal-polyfill/fns/PlainDateTime';
export { toPlainDateTime } from 'temporal-polyfill/fns/ZonedDateTime';

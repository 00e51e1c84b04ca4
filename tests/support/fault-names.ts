// Names the faults that a proof can put between the service and what it calls.

/** What can happen to one request on its way. "After" means that the service behind has carried it out. */
export const faultNames = [
  'closed', // the connection ends politely, without an answer, before the request reached the service
  'reset', // the connection is reset before the request reached the service
  'reset after', // the connection is reset once the request took effect
  'late', // the answer comes after the client has given up
  'late before', // the request itself arrives after the client has given up
  'never', // the request goes nowhere, the connection stays open
  'never after', // it takes effect, and no answer comes
  '500',
  '500 after', // the answer is a failure though the request took effect
  '503',
  'throttle',
  'expired', // the credentials are
  'garbage', // 200 with what is not JSON
  'other json', // 200 with JSON that this service does not send
  'empty', // 200 with nothing in it
  'half', // half of the answer, then the connection ends
  'half stalled', // half of the answer, and nothing more
] as const;
export type FaultName = (typeof faultNames)[number];

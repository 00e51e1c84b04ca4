// Names what can happen to a try between the client and the service, and makes the answers of what stands in front of a service.
import type { ProxiedAnswer } from '../../support/fault-answers.ts';

/** "After" means that the service has carried the request out. */
export const gatewayFaults = [
  'closed', // the connection ends without an answer, before the request reached the service
  'reset',
  'reset after',
  'late', // the answer comes after the client has given up
  'late before', // the request reaches the service after the client has given up, while the next try may be running
  'never', // the request goes nowhere, and the connection stays open
  'never after', // the request is carried out, and the connection stays open without an answer
  'half', // half of the answer, then the connection ends
  'half stalled', // half of the answer, and nothing more
  '429', // the gateway's own answers, in JSON
  '500 after',
  '502',
  '502 after',
  '503',
  '503 after',
  '504',
  '504 after',
  'html 502',
  'html 502 after',
  'html 200', // a page in place of the service
  'crash', // the invocation ends at any point, and the gateway says so
  'twice', // the network delivers the request twice, at once
] as const;
export type GatewayFault = (typeof gatewayFaults)[number];

const names: Readonly<Record<string, string>> = {
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Endpoint request timed out',
};

/** @returns `undefined` for a fault that is not an answer */
export function gatewayAnswer(fault: GatewayFault | undefined): ProxiedAnswer | undefined {
  const [, html, status] = /^(html )?(\d{3})\b/.exec(fault ?? '') ?? [];
  if (status === undefined) return undefined;
  const headers = {
    'content-type': html === undefined ? 'application/json' : 'text/html',
    ...(status === '503' && { 'retry-after': '1' }),
  };
  const body = html === undefined ? JSON.stringify({ message: names[status] }) : '<h1>It works!</h1>';
  return { status: Number(status), headers, body: Buffer.from(body) };
}

// Sends to the handler in process, as API Gateway hands requests over.
import { isUtf8 } from 'node:buffer';
import type { Service } from '../support/service.ts';
import type { Send, Sent } from './exchange.ts';

/** JSON arrives as text, and what is no text in base64; so does everything where a gateway is set up that way. */
export type Encoding = 'text' | 'base64';

export function inProcess(service: Service, encoding: Encoding): Send {
  return async (request) => await service.send(toSentRequest(request, encoding));
}

function toSentRequest({ body, headers }: Sent, encoding: Encoding) {
  if (body.length === 0) return { headers };
  const isBase64Encoded = encoding === 'base64' || !isUtf8(body);
  return { headers, body: Buffer.from(body).toString(isBase64Encoded ? 'base64' : 'utf8'), isBase64Encoded };
}

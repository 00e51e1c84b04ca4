// Sends to the handler in process, by the events that API Gateway makes of requests.
import { isUtf8 } from 'node:buffer';
import type { TestService } from '../support/service.ts';
import type { Send, SentBytes } from './exchange.ts';

/** API Gateway passes text as it is and other bytes in base64, or, by its configuration, everything in base64. */
export type Encoding = 'text' | 'base64';

export function inProcess(service: TestService, encoding: Encoding): Send {
  return async (request) => await service.send(toSentRequest(request, encoding));
}

function toSentRequest({ body, headers }: SentBytes, encoding: Encoding) {
  if (body.length === 0) return { headers };
  const isBase64Encoded = encoding === 'base64' || !isUtf8(body);
  return { headers, body: Buffer.from(body).toString(isBase64Encoded ? 'base64' : 'utf8'), isBase64Encoded };
}

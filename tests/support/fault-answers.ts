// Makes the answers of a broken service in both protocols that the service speaks: DynamoDB's JSON and the scheduler's REST.
import type { IncomingMessage } from 'node:http';
import type { FaultName } from './fault-names.ts';

export type ProxiedAnswer = {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
};

export type ProxiedCall = {
  readonly method: string;
  readonly path: string;
  /** DynamoDB's name of the operation; '' of a call to another service. */
  readonly operation: string;
  readonly body: string;
};

export function describeCall({ method, url, headers }: IncomingMessage, body: Buffer): ProxiedCall {
  const operation = String(headers['x-amz-target'] ?? '').replace(/^.*\./, '');
  return { method: method ?? '', path: url ?? '', operation, body: body.toString('utf8') };
}

/** The answer in place of the service's own; `undefined` for a fault that is not an answer. */
export function broken(fault: FaultName | undefined, call: ProxiedCall): ProxiedAnswer | undefined {
  switch (fault) {
    case '500':
    case '500 after':
      return refuse(500, call.operation === '' ? 'InternalServerException' : 'InternalServerError');
    case '503':
      return refuse(503, 'ServiceUnavailable');
    case 'throttle':
      return call.operation === ''
        ? refuse(429, 'ThrottlingException')
        : refuse(400, 'ProvisionedThroughputExceededException');
    case 'expired':
      return refuse(call.operation === '' ? 403 : 400, 'ExpiredTokenException');
    case 'garbage':
      return answer(200, '<html><body>It works!</body></html>');
    case 'other json':
      return answer(200, '["pong"]');
    case 'empty':
      return answer(200, '');
    default:
      return undefined;
  }
}

function refuse(status: number, type: string): ProxiedAnswer {
  const message = `canary-of-the-service: ${type} at table canary-table`;
  const { headers, body } = answer(status, JSON.stringify({ __type: `com.amazonaws#${type}`, message }));
  return { status, headers: { ...headers, 'x-amzn-errortype': type }, body };
}

function answer(status: number, body: string): ProxiedAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: Buffer.from(body) };
}

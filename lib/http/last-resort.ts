// The last net: answers in the contract's shape when the pipeline itself fails. It leans on as little as it can.
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Origin } from '../config/config.ts';
import { describeAnyway, otherwise, writeByHand } from '../log/by-hand.ts';
import { readTraceId } from '../validation/check-request.ts';
import { requestOf, type Exchange } from './exchange.ts';

const error_code = 'internal_execution_error';
const http_status = 500;

/** Logs the crash, unless the pipeline has, and its outcome; answers `internal_execution_error`. Never throws. */
export function lastResort(
  error: unknown,
  origin: Origin,
  requestId: string,
  exchange: Pick<Exchange, 'body' | 'parsed' | 'crashed'>,
): APIGatewayProxyStructuredResultV2 {
  const request = otherwise(undefined, () => requestOf(exchange));
  const traceId = otherwise(null, () => readTraceId(request));
  const whose = { ...origin, trace_id: traceId, request_id: requestId };
  if (!exchange.crashed) {
    writeByHand('EXECUTION_CRASH', { ...whose, error: describeAnyway(error, request) });
  }
  writeByHand('EXECUTION_FAILED', { ...whose, action_type: null, error_code, http_status, retryable: false });
  return {
    statusCode: http_status,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      ...(traceId !== null && { 'x-trace-id': traceId }),
    },
    body: JSON.stringify({
      trace_id: traceId,
      status: 'failed',
      execution_result: {
        success: false,
        error_code,
        message: 'the service failed in a way it did not foresee',
        retryable: false,
      },
    }),
    isBase64Encoded: false,
  };
}

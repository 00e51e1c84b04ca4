// The response when the pipeline itself fails: in the shape of every response (schemas/README.md, Response), with as little code
// below it as possible.
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { ServiceInfo } from '../config/config.ts';
import { tryDescribeError, tryOr, writeRawLine } from '../log/raw-line.ts';
import { readRequest } from '../validation/read-request.ts';
import { bodyOf, type RequestContext } from './request-context.ts';

const error_code = 'internal_execution_error';
const http_status = 500;

/** Logs the crash, unless the pipeline has, and the outcome; answers `internal_execution_error`. Never throws. */
export function crashResponse(
  error: unknown,
  service: ServiceInfo,
  requestId: string,
  context: Pick<RequestContext, 'body' | 'request' | 'crashed'>,
): APIGatewayProxyStructuredResultV2 {
  const body = tryOr(undefined, () => bodyOf(context));
  const traceId = tryOr(null, () => readRequest(body).traceId);
  const fields = { ...service, trace_id: traceId, request_id: requestId };
  if (!context.crashed) {
    writeRawLine('EXECUTION_CRASH', { ...fields, error: tryDescribeError(error, body) });
  }
  writeRawLine('EXECUTION_FAILED', {
    ...fields,
    action_type: null,
    error_code,
    http_status,
    retryable: false,
  });
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

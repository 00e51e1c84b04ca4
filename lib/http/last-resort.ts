// The last net: answers in the contract's shape when the pipeline itself fails. It leans on as little as it can.
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { describeError, type ErrorText } from '../log/error-text.ts';
import { readTraceId } from '../validation/check-request.ts';
import type { Exchange } from './exchange.ts';

/** Logs the crash, unless the pipeline has, and answers `internal_execution_error`. Never throws. */
export function lastResort(
  error: unknown,
  requestId: string | undefined,
  exchange: Exchange | undefined,
): APIGatewayProxyStructuredResultV2 {
  const traceId = otherwise(null, () => (exchange?.parsed === true ? readTraceId(exchange.body) : null));
  if (exchange?.crashed !== true) {
    const nameless: ErrorText = { name: 'Error', message: 'the error cannot be described' };
    writeCrash(
      traceId,
      requestId,
      otherwise(nameless, () => describeError(error, exchange?.body)),
    );
  }
  return {
    statusCode: 500,
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
        error_code: 'internal_execution_error',
        message: 'the service failed in a way it did not foresee',
        retryable: false,
      },
    }),
    isBase64Encoded: false,
  };
}

/** By hand, for the logger may be what failed. */
function writeCrash(traceId: string | null, requestId: string | undefined, error: ErrorText): void {
  const line = {
    level: 'ERROR',
    message: 'EXECUTION_CRASH',
    timestamp: new Date().toISOString(),
    trace_id: traceId,
    request_id: requestId ?? '',
    error,
  };
  process.stderr.write(`${JSON.stringify(line)}\n`);
}

/** The result of `run`, or where even that fails, something plain: the answer must go out. */
function otherwise<Value>(plain: Value, run: () => Value): Value {
  try {
    return run();
  } catch {
    return plain;
  }
}

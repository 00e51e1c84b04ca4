// From an outcome to the HTTP response: the only place that picks a status code and writes a body.
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { describeFailure, dispositionOf, type Failure } from '../domain/failure.ts';
import type { Outcome } from '../domain/outcome.ts';

export function toResponse(traceId: string | null, outcome: Outcome): APIGatewayProxyStructuredResultV2 {
  const trace = JSON.stringify(traceId);
  if (outcome.status === 'skipped') {
    return write(
      200,
      traceId,
      {},
      `{"trace_id":${trace},"status":"skipped","reason":"decision_not_workflow"}`,
    );
  }
  const wrapResult = (resultJson: string) =>
    `{"trace_id":${trace},"status":"${outcome.status}","execution_result":${resultJson}}`;
  if (outcome.status === 'planned') return write(200, traceId, {}, wrapResult(outcome.resultJson));
  const headers = outcome.replayed ? { 'idempotent-replayed': 'true' } : {};
  if (outcome.status === 'success') return write(200, traceId, headers, wrapResult(outcome.resultJson));
  const { failure, resultJson = JSON.stringify(describeFailure(failure)) } = outcome;
  return write(
    dispositionOf(failure).status,
    traceId,
    { ...headers, ...retryAfter(failure) },
    wrapResult(resultJson),
  );
}

function write(statusCode: number, traceId: string | null, more: Record<string, string>, body: string) {
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    ...(traceId !== null && { 'x-trace-id': traceId }),
    ...more,
  };
  return { statusCode, headers, body, isBase64Encoded: false };
}

function retryAfter({ retryAfterSeconds }: Failure): Record<string, string> {
  return retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
}

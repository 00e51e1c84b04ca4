// The generic 500, exactly: nothing of the error or of the request has a place in it but the trace id.
export function internalErrorResponse(traceId: string | null) {
  return {
    statusCode: 500,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      ...(traceId !== null && { 'x-trace-id': traceId }),
    },
    body: `{"trace_id":${JSON.stringify(traceId)},"status":"failed","execution_result":{"success":false,"error_code":"internal_execution_error","message":"the service failed in a way it did not foresee","retryable":false}}`,
    isBase64Encoded: false,
  };
}

// The event and the context of an invocation, as API Gateway (HTTP API, payload 2.0) and Lambda make them.

/** The handler of a bundle; null is what it answers to the scheduler. */
export type BundleHandler = (event: unknown, context: unknown) => Promise<{ statusCode: number } | null>;

export function eventOf(request: unknown): Record<string, unknown> {
  const body = JSON.stringify(request);
  const [path, userAgent, sourceIp] = ['/api/workflow/execute', 'decision-hub/1.0', '203.0.113.7'];
  const [apiId, domainName] = ['abcdefghij', 'abcdefghij.execute-api.us-east-1.amazonaws.com'];
  return {
    version: '2.0',
    routeKey: `POST ${path}`,
    rawPath: path,
    rawQueryString: '',
    headers: {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      accept: '*/*',
      host: domainName,
      'user-agent': userAgent,
      'x-amzn-trace-id': 'Root=1-6745a1b2-0123456789abcdef01234567',
      'x-forwarded-for': sourceIp,
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
    },
    requestContext: {
      accountId: '123456789012',
      apiId,
      domainName,
      domainPrefix: apiId,
      http: { method: 'POST', path, protocol: 'HTTP/1.1', sourceIp, userAgent },
      requestId: 'JKJaXmPLvHcESHA=',
      routeKey: `POST ${path}`,
      stage: '$default',
      time: '22/Nov/2026:12:00:00 +0000',
      timeEpoch: 1_795_348_800_000,
    },
    body,
    isBase64Encoded: false,
  };
}

/** @param number makes the request id, which is as long as Lambda's */
export function contextOf(number: number): Record<string, unknown> {
  const end = Date.now() + 10_000;
  return {
    awsRequestId: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    functionName: 'workflow-executor-prod-execute',
    functionVersion: '1',
    invokedFunctionArn: 'arn:aws:lambda:us-east-1:123456789012:function:workflow-executor-prod-execute',
    memoryLimitInMB: '512',
    logGroupName: '/aws/lambda/workflow-executor-prod-execute',
    logStreamName: '2026/11/22/[1]0123456789abcdef0123456789abcdef',
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => end - Date.now(),
  };
}

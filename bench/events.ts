// The requests that are measured, as API Gateway (HTTP API, payload 2.0) hands them over.

export type Kind =
  'task' | 'replay' | 'skip' | 'refusal' | 'reminder' | 'reminder-replay' | 'reminder-due' | 'info';

/** What each kind must answer; anything else counts as a failure of the round. */
export const STATUS: Readonly<Record<Kind, number>> = {
  task: 200,
  replay: 200,
  skip: 200,
  refusal: 422,
  reminder: 200,
  'reminder-replay': 200,
  'reminder-due': 200,
  info: 200,
};

/** The request of the documentation, to the byte. */
export const DOCUMENTED_TASK = {
  trace_id: 'task-001',
  decision: 'workflow',
  data: { workflow_type: 'workflow', payload: { action_type: 'task', title: 'Submit payroll report' } },
};

const REMINDER = { action_type: 'reminder', message: 'Call the bank', time: '2099-01-01T09:00:00Z' };

const workflow = (traceId: string, payload: object): unknown => ({
  trace_id: traceId,
  decision: 'workflow',
  data: { workflow_type: 'workflow', payload },
});

const task = (description: string): object => ({
  ...DOCUMENTED_TASK.data.payload,
  ...(description && { description }),
});

const REQUESTS: Readonly<Record<Kind, (run: string, description: string) => unknown>> = {
  task: (run, description) => workflow(`task-${run}`, task(description)),
  replay: (_, description) => workflow('task-replayed', task(description)),
  skip: (run) => ({ ...DOCUMENTED_TASK, trace_id: `chat-${run}`, decision: 'respond' }),
  refusal: (run) => workflow(`task-${run}`, { action_type: 'task' }),
  reminder: (run) => workflow(`reminder-${run}`, REMINDER),
  'reminder-due': (run) => workflow(`due-${run}`, { ...REMINDER, time: new Date().toISOString() }),
  'reminder-replay': () => workflow('reminder-replayed', REMINDER),
  info: (run) => workflow(`info-${run}`, { action_type: 'info', query: 'trace:task-replayed' }),
};

/** One request body. `number` makes its trace id; a replay always has the same one. */
export function requestOf(kind: Kind, number: number, description = ''): unknown {
  return REQUESTS[kind](String(number).padStart(9, '0'), description);
}

export function eventOf(request: unknown, number: number): Record<string, unknown> {
  const body = JSON.stringify(request);
  const path = '/api/workflow/execute';
  return {
    version: '2.0',
    routeKey: `POST ${path}`,
    rawPath: path,
    rawQueryString: '',
    headers: {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      accept: '*/*',
      host: 'abcdefghij.execute-api.us-east-1.amazonaws.com',
      'user-agent': 'decision-hub/1.0',
      'x-amzn-trace-id': 'Root=1-6745a1b2-0123456789abcdef01234567',
      'x-forwarded-for': '203.0.113.7',
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
    },
    requestContext: {
      accountId: '123456789012',
      apiId: 'abcdefghij',
      domainName: 'abcdefghij.execute-api.us-east-1.amazonaws.com',
      domainPrefix: 'abcdefghij',
      http: {
        method: 'POST',
        path,
        protocol: 'HTTP/1.1',
        sourceIp: '203.0.113.7',
        userAgent: 'decision-hub/1.0',
      },
      requestId: `gateway-${number}`,
      routeKey: `POST ${path}`,
      stage: '$default',
      time: '22/Nov/2026:12:00:00 +0000',
      timeEpoch: 1_795_348_800_000,
    },
    body,
    isBase64Encoded: false,
  };
}

/** A Lambda context; every invocation has its own request id of the usual length. */
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

// Runs the service in the test's process: all of it but its entry point, with the endpoints and clocks that a test gives it.
import { randomUUID } from 'node:crypto';
import './aws-environment.ts';
import type { EffectRef } from '../../lib/domain/effect.ts';
import type { LambdaContext } from '../../lib/domain/invocation.ts';
import type { Runtime } from '../../lib/http/handler.ts';
import type { LoggedLine } from './log-lines.ts';
import { loggedLines, noteRequest } from './log-watch.ts';
import type { SentRequest } from './requests.ts';
import type { TestStore } from './store.ts';

export type ServiceAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** To the byte. */
  readonly body: string;
};

type TableNames = Pick<TestStore, 'executionsTable' | 'topicsTable'>;

/** What the entry point of the function is made of. */
export type ServiceParts = {
  readonly composeService: typeof import('../../functions/compose.ts').composeService;
  readonly createFunction: typeof import('../../functions/dispatch.ts').createFunction;
  readonly readConfig: typeof import('../../lib/config/config.ts').readConfig;
  readonly readServiceInfo: typeof import('../../lib/config/config.ts').readServiceInfo;
};

export type ServiceOptions = {
  readonly store: TableNames & { readonly endpoint: string };
  /** Where EventBridge Scheduler is; without it, no one answers. */
  readonly schedulerEndpoint?: string;
  /** Where SNS is; without it, no one answers. Reminders are delivered by the log unless a variable says otherwise. */
  readonly snsEndpoint?: string;
  /** Where Systems Manager is; without it, no one answers. */
  readonly ssmEndpoint?: string;
  /** Variables of the environment in place of the usual ones. */
  readonly variables?: Readonly<Record<string, string>>;
  /** The service's own entry points, where they are not to be loaded by their paths. */
  readonly parts?: ServiceParts;
  /** InvocationSources and tokens in place of the real ones. */
  readonly runtime?: Partial<Runtime>;
};

export type SendOptions = {
  /** What is left of the invocation, in place of ten real seconds. */
  readonly remainingMs?: () => number;
};

/** What came of a call of the scheduler, and the lines it logged. */
export type Fired = {
  readonly delivered: boolean;
  readonly lines: readonly LoggedLine[];
};

export type TestService = {
  /** Calls the function as the scheduler does; tells whether it delivered, and rejects with nothing else. */
  readonly fire: (due: EffectRef, options?: SendOptions) => Promise<Fired>;
  readonly send: (request: SentRequest, options?: SendOptions) => Promise<ServiceAnswer>;
  /** The lines logged for the request that got this answer, parsed. */
  readonly linesOf: (answer: ServiceAnswer) => LoggedLine[];
};

const nobody = 'http://127.0.0.1:1';
const account = '000000000000';

/** What the function's environment is in tests. */
export function testVariables({ executionsTable, topicsTable }: TableNames): Record<string, string> {
  return {
    STAGE: 'test',
    EXECUTIONS_TABLE: executionsTable,
    TOPICS_TABLE: topicsTable,
    REMINDER_SCHEDULE_GROUP: 'workflow-executor-test-reminders',
    REMINDER_TARGET_ARN: `arn:aws:lambda:us-east-1:${account}:function:workflow-executor-test-execute`,
    REMINDER_TOPIC_ARN: `arn:aws:sns:us-east-1:${account}:workflow-executor-test-reminders-due`,
    REMINDER_ROLE_ARN: `arn:aws:iam::${account}:role/workflow-executor-test-reminders`,
    REMINDER_DLQ_ARN: `arn:aws:sqs:us-east-1:${account}:workflow-executor-test-reminders-failed`,
    REMINDER_LEAD_SECONDS: '0',
    REMINDER_DELIVERY: 'log',
  };
}

/** The service's modules are loaded here, so that those which a test has replaced before are replaced. */
export async function startService(options: ServiceOptions): Promise<TestService> {
  const {
    store,
    schedulerEndpoint = nobody,
    snsEndpoint = nobody,
    ssmEndpoint = nobody,
    runtime = {},
  } = options;
  const { composeService, createFunction, readConfig, readServiceInfo } =
    options.parts ?? (await loadParts());
  const variables = { ...testVariables(store), ...options.variables };
  const clocks: Runtime = {
    service: readServiceInfo(variables),
    epochMs: Date.now,
    elapsedMs: () => performance.now(),
    newLeaseOwner: () => randomUUID(),
    ...runtime,
  };
  const endpoints = {
    dynamodb: store.endpoint,
    scheduler: schedulerEndpoint,
    sns: snsEndpoint,
    ssm: ssmEndpoint,
  };
  const handler = createFunction(
    () => composeService(readConfig(variables), clocks.elapsedMs, endpoints),
    clocks,
  );
  const requestIds = new WeakMap<ServiceAnswer, string>();

  const linesWith = (requestId: string | undefined): LoggedLine[] =>
    loggedLines()
      .map((line) => JSON.parse(line) as LoggedLine)
      .filter((line) => line['request_id'] === requestId);
  const contextOf = (awsRequestId: string, { remainingMs }: SendOptions): LambdaContext => ({
    awsRequestId,
    ...(remainingMs !== undefined && { getRemainingTimeInMillis: remainingMs }),
  });

  return {
    send: async (request, sendOptions = {}) => {
      noteRequest(request);
      const awsRequestId = randomUUID();
      const result = await handler(toEvent(request), contextOf(awsRequestId, sendOptions));
      const answer: ServiceAnswer = {
        status: Number(result?.statusCode),
        headers: (result?.headers ?? {}) as Record<string, string>,
        body: result?.body ?? '',
      };
      requestIds.set(answer, awsRequestId);
      return answer;
    },
    fire: async ({ traceId, effectKey }, sendOptions = {}) => {
      const awsRequestId = randomUUID();
      const event = { trace_id: traceId, effect_key: effectKey };
      let delivered = true;
      try {
        const result = await handler(event as object, contextOf(awsRequestId, sendOptions));
        if (result !== null) throw new TypeError('the function answered a schedule');
      } catch (error) {
        if (!(error instanceof Error) || error.name !== 'ReminderNotDelivered') throw error;
        delivered = false;
      }
      return { delivered, lines: linesWith(awsRequestId) };
    },
    linesOf: (answer) => linesWith(requestIds.get(answer)),
  };
}

/** What an answer says in a word: `success`, `replayed`, or the code of the failure. */
export function labelOf({ headers, body }: ServiceAnswer): string {
  const { status, execution_result: result } = JSON.parse(body) as {
    status: string;
    execution_result: { error_code?: string };
  };
  return headers['idempotent-replayed'] === 'true' ? 'replayed' : (result.error_code ?? status);
}

async function loadParts(): Promise<ServiceParts> {
  const { composeService } = await import('../../functions/compose.ts');
  const { createFunction } = await import('../../functions/dispatch.ts');
  return { composeService, createFunction, ...(await import('../../lib/config/config.ts')) };
}

/** What API Gateway would hand the function for this request (HTTP API, payload format 2.0). */
function toEvent({ json, body, headers, isBase64Encoded = false }: SentRequest) {
  const text = body ?? (json === undefined ? undefined : JSON.stringify(json));
  return {
    version: '2.0',
    routeKey: 'POST /api/workflow/execute',
    rawPath: '/api/workflow/execute',
    headers: headers ?? { 'content-type': 'application/json' },
    ...(text !== undefined && { body: text }),
    isBase64Encoded,
  };
}

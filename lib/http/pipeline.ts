// The middleware around the executor: read, parse, execute. One log line and one response are made after it, even after an error.
import middy from '@middy/core';
import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { failure, FailureError } from '../domain/failure.ts';
import { failed, type Outcome } from '../domain/outcome.ts';
import type { ParsedRequest } from '../domain/request.ts';
import { truncate } from '../domain/truncate.ts';
import type { Execute } from '../executor/execute.ts';
import { describeError } from '../log/error-text.ts';
import type { Log, LogContext } from '../log/log.ts';
import { readRequest } from '../validation/read-request.ts';
import { parseBody } from './parse-body.ts';
import { readBody } from './read-body.ts';
import { bodyOf, type RequestContext } from './request-context.ts';
import { toResponse } from './response.ts';

export type Pipeline = (
  context: RequestContext,
  lambdaContext: object,
) => Promise<APIGatewayProxyStructuredResultV2>;

/** How long before the platform's limit the response is sent, finished or not. */
const timeoutEarlyMs = 250;
const maxLoggedLength = 64;

/** @param elapsedMs a clock that only goes forward, in milliseconds */
export function createPipeline(execute: Execute, log: Log, elapsedMs: () => number): Pipeline {
  const receive = middy<RequestContext, Outcome>({
    timeoutEarlyInMillis: timeoutEarlyMs,
    timeoutEarlyResponse: () => {
      throw new FailureError(failure('deadline_exceeded'));
    },
  })
    .before(({ event }) => readBody(event))
    .before(({ event }) => parseBody(event))
    .before(({ event }) => log.received(logContext(event), receivedFields(parsed(event), event.bytes)))
    .handler((event: RequestContext) => execute(parsed(event), event.invocation));

  return async (context, lambdaContext) => {
    // After its time-out middy ignores what the handler still returns: there is one outcome, and it is logged once.
    const outcome = await receive(context, lambdaContext as Context).catch((error: unknown) =>
      toOutcome(error, context, log),
    );
    const { request, invocation, startedMs } = context;
    const actionType = outcome.status === 'skipped' ? null : loggable(request?.actionType);
    const durationMs = elapsedMs() - startedMs;
    const response = toResponse(request?.traceId ?? null, outcome);
    log.completed(logContext(context), outcome, {
      actionType,
      durationMs,
      storeCalls: invocation.storeCalls,
    });
    return response;
  };
}

function parsed({ request }: RequestContext): ParsedRequest {
  if (request === undefined) throw new TypeError('the request was not parsed');
  return request;
}

function toOutcome(error: unknown, context: RequestContext, log: Log): Outcome {
  if (error instanceof FailureError) return failed(error.failure);
  const body = bodyOf(context);
  context.request = readRequest(body);
  log.crashed(logContext(context), describeError(error, body));
  context.crashed = true;
  return failed(failure('internal_execution_error'));
}

function logContext({ request, coldStart, invocation }: RequestContext): LogContext {
  return {
    trace_id: request?.traceId ?? null,
    request_id: invocation.requestId,
    ...(coldStart && { cold_start: true }),
  };
}

function receivedFields({ decision, actionType }: ParsedRequest, bytes: number) {
  const action_type = decision === 'workflow' ? loggable(actionType) : null;
  return { decision: loggable(decision), action_type, bytes };
}

/** A field as sent, if it is a text: of any other type nothing is logged. */
function loggable(value: unknown): string | null {
  return typeof value === 'string' ? truncate(value, maxLoggedLength) : null;
}

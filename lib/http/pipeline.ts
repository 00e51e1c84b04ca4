// The middleware around the executor: read, parse, execute; then one log line and one response, whatever happened.
import middy from '@middy/core';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { failure, Fault } from '../domain/failure.ts';
import { failed, type Outcome } from '../domain/outcome.ts';
import type { Execute } from '../executor/execute.ts';
import { describeError } from '../log/error-text.ts';
import type { Log, Whose } from '../log/log.ts';
import { readActionType, readTraceId } from '../validation/check-request.ts';
import { cut, field } from '../validation/objects.ts';
import { requestOf, type Exchange } from './exchange.ts';
import { parseBody } from './parse-body.ts';
import { readBody } from './read-body.ts';
import { respond } from './respond.ts';

type Response = APIGatewayProxyStructuredResultV2;
export type Pipeline = (exchange: Exchange, context: object) => Promise<Response>;

/** How long before the platform's limit the answer goes out, finished or not. */
const answerBeforeMs = 250;
const mostOfDecision = 64;

/** @param nowMs reads a clock that only goes forward, in milliseconds */
export function createPipeline(execute: Execute, log: Log, nowMs: () => number): Pipeline {
  const finish = (exchange: Exchange, outcome: Outcome): Response => {
    const { body, parsed, invocation, startedMs } = exchange;
    const actionType = parsed && outcome.status !== 'skipped' ? readActionType(body) : null;
    const run = { actionType, durationMs: nowMs() - startedMs, storeCalls: invocation.storeCalls };
    const response = respond(exchange.traceId, outcome);
    log.outcome(whose(exchange), outcome, run);
    return response;
  };
  const pipeline = middy<Exchange, Response>({
    timeoutEarlyInMillis: answerBeforeMs,
    timeoutEarlyResponse: () => {
      throw new Fault(failure('deadline_exceeded'));
    },
  })
    .before(({ event }) => readBody(event))
    .before(({ event }) => parseBody(event))
    .before(({ event }) => log.received(whose(event), describe(event)))
    .onError((request) => {
      request.response = finish(request.event, outcomeOf(request.error, request.event, log));
    })
    // Not in the handler: where time ran out, what the handler still brings is dropped, and must not be told a second time.
    .after((request) => {
      request.response = finish(request.event, request.response as unknown as Outcome);
    })
    .handler((exchange) => execute(exchange.body, exchange.invocation) as Promise<never>);
  return pipeline as unknown as Pipeline;
}

function outcomeOf(error: unknown, exchange: Exchange, log: Log): Outcome {
  if (error instanceof Fault) return failed(error.failure);
  // Of a request that broke the service before it was parsed, the trace id may be read all the same.
  exchange.body = requestOf(exchange);
  exchange.parsed = true;
  exchange.traceId = readTraceId(exchange.body);
  log.crash(whose(exchange), describeError(error, exchange.body));
  exchange.crashed = true;
  return failed(failure('internal_execution_error'));
}

function whose({ traceId, coldStart, invocation }: Exchange): Whose {
  return { trace_id: traceId, request_id: invocation.requestId, ...(coldStart && { cold_start: true }) };
}

function describe({ body, bytes }: Exchange) {
  const decision = field(body, 'decision');
  return {
    decision: typeof decision === 'string' ? cut(decision, mostOfDecision) : null,
    action_type: decision === 'workflow' ? readActionType(body) : null,
    bytes,
  };
}

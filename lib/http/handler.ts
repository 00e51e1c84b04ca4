// The Lambda handler: makes an exchange of each event, and answers in shape even where the service's own code is wrong.
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Origin } from '../config/config.ts';
import type { Exchange, HttpRequest } from './exchange.ts';
import { lastResort } from './last-resort.ts';
import type { Pipeline } from './pipeline.ts';

/** The part of the Lambda context that this service looks at. */
export type LambdaContext = {
  readonly awsRequestId?: string;
  readonly getRemainingTimeInMillis?: () => number;
};

export type Handler = (
  event: HttpRequest | undefined,
  context: LambdaContext | undefined,
) => Promise<APIGatewayProxyStructuredResultV2>;

/** What differs from one process or test to the next. */
export type Surroundings = {
  /** For the last line of a service whose own log failed. */
  readonly origin: Origin;
  /** Milliseconds since the epoch. */
  readonly epochMs: () => number;
  /** A clock that only goes forward, in milliseconds. */
  readonly elapsedMs: () => number;
  /** A word that no other invocation anywhere has. */
  readonly newToken: () => string;
};

/** The function's time limit where the platform does not tell what is left. */
const usualLimitMs = 10_000;

/** @param startPipeline what makes the pipeline; where it fails, every request is told so, in shape */
export function createHandler(startPipeline: () => Pipeline, surroundings: Surroundings): Handler {
  const start = attempt(startPipeline);
  let coldStart = true;
  return async (event, context) => {
    let exchange: Exchange | undefined;
    try {
      exchange = open(event ?? {}, context ?? {}, surroundings, coldStart);
      coldStart = false;
      return await start()(exchange, context ?? {});
    } catch (error) {
      return lastResort(error, surroundings.origin, context?.awsRequestId ?? '', exchange);
    }
  };
}

/** Runs now, and throws whatever that threw when the result is asked for. */
function attempt<Result>(run: () => Result): () => Result {
  try {
    const result = run();
    return () => result;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

function open(
  event: HttpRequest,
  context: LambdaContext,
  surroundings: Surroundings,
  coldStart: boolean,
): Exchange {
  const { epochMs, elapsedMs, newToken } = surroundings;
  const nowMs = epochMs();
  const startedMs = elapsedMs();
  const tell = context.getRemainingTimeInMillis;
  const remainingMs =
    tell === undefined ? () => usualLimitMs - (elapsedMs() - startedMs) : () => tell.call(context);
  return {
    headers: event.headers ?? {},
    body: event.body ?? undefined,
    isBase64Encoded: event.isBase64Encoded === true,
    bytes: 0,
    invocation: {
      requestId: context.awsRequestId ?? '',
      token: newToken(),
      nowMs,
      deadlineMs: nowMs + remainingMs(),
      remainingMs,
      storeCalls: 0,
    },
    startedMs,
    coldStart,
    parsed: false,
    traceId: null,
    crashed: false,
  };
}

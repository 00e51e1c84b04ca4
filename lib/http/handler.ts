// What the function does with a request: makes an exchange of each event, and answers in shape even where the service's own code is wrong.
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Origin } from '../config/config.ts';
import { openInvocation, type Clocks, type LambdaContext } from '../domain/invocation.ts';
import type { Exchange, HttpRequest } from './exchange.ts';
import { lastResort } from './last-resort.ts';
import type { Pipeline } from './pipeline.ts';

export type Handler = (
  event: HttpRequest | undefined,
  context: LambdaContext | undefined,
  /** Whether this is the first call of the process. */
  coldStart?: boolean,
) => Promise<APIGatewayProxyStructuredResultV2>;

/** What differs from one process or test to the next. */
export type Surroundings = Clocks & {
  /** For the last line of a service whose own log failed. */
  readonly origin: Origin;
};

/** @param startPipeline what makes the pipeline; where it fails, every request is told so, in shape */
export function createHandler(startPipeline: () => Pipeline, surroundings: Surroundings): Handler {
  const start = attempt(startPipeline);
  return async (event, context, coldStart = false) => {
    let exchange: Exchange | undefined;
    try {
      exchange = open(event ?? {}, context ?? {}, surroundings, coldStart);
      return await start()(exchange, context ?? {});
    } catch (error) {
      const seen = exchange ?? { body: event?.body, parsed: false, crashed: false };
      return lastResort(error, surroundings.origin, context?.awsRequestId ?? '', seen);
    }
  };
}

/** Runs now, and throws whatever that threw when the result is asked for. */
export function attempt<Result>(run: () => Result): () => Result {
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
  const startedMs = surroundings.elapsedMs();
  return {
    headers: event.headers ?? {},
    body: event.body ?? undefined,
    isBase64Encoded: event.isBase64Encoded === true,
    bytes: 0,
    invocation: openInvocation(context, surroundings),
    startedMs,
    coldStart,
    parsed: false,
    traceId: null,
    crashed: false,
  };
}

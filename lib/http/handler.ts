// Answers each event of API Gateway (schemas/README.md, Response), even if the service's own code is wrong.
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { ServiceInfo } from '../config/config.ts';
import { openInvocation, type InvocationSources, type LambdaContext } from '../domain/invocation.ts';
import { crashResponse } from './crash-response.ts';
import type { Pipeline } from './pipeline.ts';
import type { HttpRequest, RequestContext } from './request-context.ts';

export type Handler = (
  event: HttpRequest | undefined,
  context: LambdaContext | undefined,
  /** Whether this is the first call of the process. */
  coldStart?: boolean,
) => Promise<APIGatewayProxyStructuredResultV2>;

/** The clocks, the ids and the name of the running service. */
export type Runtime = InvocationSources & {
  /** For the log lines of a service that did not start, or whose log failed. */
  readonly service: ServiceInfo;
};

/** @param startPipeline creates the pipeline; if it throws, every request is answered by that crash */
export function createHandler(startPipeline: () => Pipeline, runtime: Runtime): Handler {
  const start = deferError(startPipeline);
  return async (event, lambdaContext, coldStart = false) => {
    let context: RequestContext | undefined;
    try {
      context = toRequestContext(event ?? {}, lambdaContext ?? {}, runtime, coldStart);
      return await start()(context, lambdaContext ?? {});
    } catch (error) {
      const known = context ?? { body: event?.body, crashed: false };
      return crashResponse(error, runtime.service, lambdaContext?.awsRequestId ?? '', known);
    }
  };
}

/** Runs a function now. The function returned gives its result, or throws what it threw. */
export function deferError<Result>(run: () => Result): () => Result {
  try {
    const result = run();
    return () => result;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

function toRequestContext(
  event: HttpRequest,
  lambdaContext: LambdaContext,
  runtime: Runtime,
  coldStart: boolean,
): RequestContext {
  const startedMs = runtime.elapsedMs();
  return {
    headers: event.headers ?? {},
    body: event.body ?? undefined,
    isBase64Encoded: event.isBase64Encoded === true,
    bytes: 0,
    invocation: openInvocation(lambdaContext, runtime),
    startedMs,
    coldStart,
    crashed: false,
  };
}

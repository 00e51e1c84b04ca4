// Calls to DynamoDB. Its errors are translated here and nowhere else.
import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { failure, FailureError } from '../../domain/failure.ts';
import type { Invocation } from '../../domain/invocation.ts';
import { clientConfig, errorName, sendWithin } from '../send.ts';

/** Time that the invocation keeps to answer after a call to the store that timed out. */
const responseReserveMs = 500;

/** @param endpoint of DynamoDB; without it the SDK finds it by itself */
export function createDynamoClient(endpoint?: string): DynamoDBClient {
  const client = new DynamoDBClient(clientConfig(endpoint));
  // It copies and filters every input and output, for a log that nobody reads.
  client.middlewareStack.remove('loggerMiddleware');
  cacheUserAgent(client);
  return client;
}

/** The client builds its user agent again for each request, to name the features that the request uses. */
function cacheUserAgent(client: DynamoDBClient): void {
  let userAgent: string | undefined;
  client.middlewareStack.remove('getUserAgentMiddleware');
  client.middlewareStack.add(
    (next) => async (args) => {
      const { headers } = args.request as { headers: Record<string, string> };
      headers['user-agent'] = userAgent ??= formatUserAgent(await client.config.defaultUserAgentProvider());
      return await next(args);
    },
    { step: 'build' },
  );
}

/** `aws-sdk-js/3.1`, `os/linux#6.1`, `lang/js`: RFC 9110, section 10.1.5, and the SDK's own form of more than one part. */
function formatUserAgent(parts: readonly (readonly [string, string?])[]): string {
  return parts
    .map(([name, version]) =>
      [name.toLowerCase(), version].filter(Boolean).join(name.includes('/') ? '#' : '/'),
    )
    .join(' ');
}

type Answer = { readonly $metadata: { readonly requestId?: string | undefined } };

/**
 * Makes one call, and counts it.
 *
 * @throws FailureError `store_unavailable` for any error of the client except a failed condition, which is returned
 */
export async function call<Output extends Answer>(
  invocation: Invocation,
  send: (options: { readonly abortSignal: AbortSignal }) => Promise<Output>,
): Promise<Output | ConditionalCheckFailedException> {
  invocation.storeCalls += 1;
  try {
    const answer = await sendWithin(invocation, responseReserveMs, send);
    // The client takes an empty 200 for a success. DynamoDB names each request: without a name, something else has answered.
    if (answer.$metadata.requestId === undefined) throw new TypeError('the answer is not from DynamoDB');
    return answer;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return error;
    throw new FailureError(failure('store_unavailable', { cause: errorName(error) }));
  }
}

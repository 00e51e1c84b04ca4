// Calls to DynamoDB. Its errors are translated here and nowhere else.
import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { failure, Fault } from '../../domain/failure.ts';
import type { Invocation } from '../../domain/invocation.ts';
import { clientLimits, nameOfError, sendWithin } from '../send.ts';

/** What the invocation keeps to answer after a call to the store that ran out of time. */
const keptToAnswerMs = 500;

/** @param endpoint where DynamoDB is, if not where the SDK finds it by itself */
export function createDynamoClient(endpoint?: string): DynamoDBClient {
  // Stryker disable next-line ConditionalExpression: an endpoint of undefined is none; only the type wants it left out
  const client = new DynamoDBClient({ ...clientLimits, ...(endpoint !== undefined && { endpoint }) });
  // It copies and filters every input and output for a log that is not there.
  client.middlewareStack.remove('loggerMiddleware');
  nameOnce(client);
  return client;
}

/** The client puts its own name together anew for each request, to tell which of its features that one uses. */
function nameOnce(client: DynamoDBClient): void {
  let userAgent: string | undefined;
  client.middlewareStack.remove('getUserAgentMiddleware');
  client.middlewareStack.add(
    (next) => async (args) => {
      const { headers } = args.request as { headers: Record<string, string> };
      headers['user-agent'] = userAgent ??= writeName(await client.config.defaultUserAgentProvider());
      return await next(args);
    },
    // Stryker disable next-line StringLiteral: a step of no name comes last, where a request can be named as well
    { step: 'build' },
  );
}

/** `aws-sdk-js/3.1`, `os/linux#6.1`, `lang/js`: RFC 9110, section 10.1.5, and what more the SDK has to say. */
function writeName(parts: readonly (readonly [string, string?])[]): string {
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
 * @throws Fault `store_unavailable` for whatever the client throws but a failed condition, which is an answer
 */
export async function call<Output extends Answer>(
  invocation: Invocation,
  send: (options: { readonly abortSignal: AbortSignal }) => Promise<Output>,
): Promise<Output | ConditionalCheckFailedException> {
  invocation.storeCalls += 1;
  try {
    const answer = await sendWithin(invocation, keptToAnswerMs, send);
    // The client takes an empty 200 for a success. DynamoDB names each request: without a name, something else has answered.
    // Stryker disable next-line StringLiteral: of this error only its name goes on
    if (answer.$metadata.requestId === undefined) throw new TypeError('the answer is not of DynamoDB');
    return answer;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return error;
    throw new Fault(failure('store_unavailable', { cause: nameOfError(error) }));
  }
}

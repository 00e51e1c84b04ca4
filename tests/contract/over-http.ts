// Sends to a URL, signed by AWS Signature Version 4 where that is asked for.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { AwsClient } from 'aws4fetch';
import type { Send } from './exchange.ts';

const executePath = '/api/workflow/execute';
const timeoutMs = 30_000;

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** @param url of the API, with the path of its operation or without */
export function overHttp(url: string, fetchIt: Fetch = fetch): Send {
  const target = new URL(url);
  if (target.pathname === '/') target.pathname = executePath;
  return async ({ body, headers }) => {
    const init = { method: 'POST', headers, body: body as Uint8Array<ArrayBuffer> };
    const response = await fetchIt(target.href, { ...init, signal: AbortSignal.timeout(timeoutMs) });
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
    };
  };
}

/**
 * A fetch that signs with the credentials of the environment, as the AWS command line finds them.
 *
 * @param region of the API; without it, that of the environment
 */
export async function signedFetch(region?: string): Promise<Fetch> {
  // Never called: it finds credentials and region as the SDK does.
  const client = new DynamoDBClient(region === undefined ? {} : { region });
  const credentials = await client.config.credentials();
  const signer = new AwsClient({
    ...credentials,
    service: 'execute-api',
    region: await client.config.region(),
    retries: 0,
  });
  client.destroy();
  return (url, init) => signer.fetch(url, init);
}

/** A fetch that sends `token` with each request. */
export function bearerFetch(token: string): Fetch {
  return (url, init) => {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${token}`);
    return fetch(url, { ...init, headers });
  };
}

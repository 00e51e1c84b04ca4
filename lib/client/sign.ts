// Signs a request by AWS Signature Version 4 for API Gateway.
import { AwsV4Signer } from 'aws4fetch';

export type AwsCredentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
};

export type RequestToSign = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** @returns the headers of the request, with those of its signature */
export async function signRequest(
  { url, headers, body }: RequestToSign,
  region: string,
  { accessKeyId, secretAccessKey, sessionToken }: AwsCredentials,
  epochMs: number,
): Promise<Headers> {
  const signer = new AwsV4Signer({
    method: 'POST',
    url,
    headers,
    body,
    service: 'execute-api',
    region,
    accessKeyId,
    secretAccessKey,
    ...(sessionToken !== undefined && { sessionToken }),
    // 20310401T093000Z
    datetime: new Date(epochMs).toISOString().replaceAll(/[:-]|\.\d{3}/g, ''),
  });
  return (await signer.sign()).headers;
}

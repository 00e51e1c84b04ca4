// Calls of AWS services of which a single operation is used: signed by the part of the AWS SDK with which its clients sign. A whole client
// for one call would be a seventh of the bundle, and would be parsed at every start.
import { partition } from '@aws-sdk/core/client';
import { Sha256 } from '@smithy/core/checksum';
import { loadConfig } from '@smithy/core/config';
import { SignatureV4 } from '@smithy/signature-v4';
import { defaultProvider } from './environment-credentials.ts';
import type { HttpAnswer, HttpCall, HttpLimits } from './http-call.ts';
import { clientLimits, errorName } from './send.ts';
import { UnavailableError } from './unavailable.ts';

/** `name` as in its host and its signatures. `region`: undefined for that of the function. */
export type SignedService = { readonly name: 'sns' | 'ssm'; readonly region?: string };

/** Signs a POST to the path `/` of the service. */
export type SignCall = (headers: Readonly<Record<string, string>>, body: string) => Promise<HttpCall>;

/** Where a service has its endpoint in a region: https://docs.aws.amazon.com/general/latest/gr/rande.html */
export function endpointOf(service: string, region: string): string {
  return `https://${service}.${region}.${partition(region).dnsSuffix}`;
}

/**
 * @param endpoint of the service, if not where the environment says or where the region has it
 * @returns a function that throws an UnavailableError if the environment has no credentials
 */
export function createSigner({ name, region: given }: SignedService, endpoint?: string): SignCall {
  const readVariable = (...names: readonly string[]) =>
    loadConfig({
      environmentVariableSelector: (env) => names.map((variable) => env[variable]).find(Boolean) ?? '',
      configFileSelector: () => undefined,
      default: '',
    });
  const readRegion = given === undefined ? readVariable('AWS_REGION') : () => Promise.resolve(given);
  // Under the names that the SDK's clients know.
  const readEndpoint = readVariable(`AWS_ENDPOINT_URL_${name.toUpperCase()}`, 'AWS_ENDPOINT_URL');
  const signer = new SignatureV4({
    service: name,
    region: readRegion,
    sha256: Sha256,
    credentials: defaultProvider(),
  });

  return async (moreHeaders, body) => {
    const url = new URL(endpoint ?? ((await readEndpoint()) || endpointOf(name, await readRegion())));
    const { protocol, host, hostname, pathname: path } = url;
    const headers = { host, ...moreHeaders };
    const request = { method: 'POST', protocol, hostname, path, query: {}, headers, body };
    const signed = await signer.sign(request).catch((error: unknown) => {
      throw new UnavailableError(errorName(error));
    });
    return { method: 'POST', url: url.href, headers: signed.headers, body };
  };
}

/**
 * The limits of such a call: those that the SDK's clients have here.
 *
 * @param errorCode of an answer that is none of success
 */
export function signedCallLimits(errorCode: (answer: HttpAnswer) => string): HttpLimits {
  return {
    maxAttempts: clientLimits.maxAttempts,
    attemptTimeoutMs: clientLimits.requestHandler.requestTimeout,
    // An answer takes a few kilobytes at most: a parameter has up to eight.
    maxAnswerBytes: 65_536,
    mayPass: (answer) => answer.status >= 500 || answer.status === 429 || /throttl/i.test(errorCode(answer)),
  };
}

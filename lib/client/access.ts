// Gives each try the headers by which the API knows its caller: a signature, a token, or none.
import { signRequest, type AwsCredentials, type RequestToSign } from './sign.ts';

/** A value, or a function that gives it anew for each try. */
export type Provided<Value> = Value | (() => Value | Promise<Value>);

export type AccessMode =
  | { readonly kind: 'none' }
  | { readonly kind: 'token'; readonly token: Provided<string> }
  | { readonly kind: 'signing'; readonly region: string; readonly credentials: Provided<AwsCredentials> };

/** @throws what a provider throws, or a TypeError that names what it should have given */
export async function authorize(
  request: RequestToSign,
  access: AccessMode,
  epochMs: () => number,
): Promise<Headers> {
  if (access.kind === 'none') return new Headers(request.headers);
  if (access.kind === 'token') {
    const token = await provide(access.token);
    checkToken(token);
    return new Headers({ ...request.headers, authorization: `Bearer ${token}` });
  }
  const credentials = await provide(access.credentials);
  checkCredentials(credentials);
  return await signRequest(request, access.region, credentials, epochMs());
}

/** Whether another try may be let in where this one was refused. */
export function mayChange(access: AccessMode): boolean {
  if (access.kind === 'none') return false;
  return typeof (access.kind === 'token' ? access.token : access.credentials) === 'function';
}

/** @throws a TypeError: what the runtime says of a value that cannot be a header repeats that value */
export function checkToken(token: unknown): void {
  if (!isVisible(token)) throw new TypeError('token must be text of visible ASCII characters');
}

export function checkCredentials(credentials: unknown): void {
  const { accessKeyId, secretAccessKey, sessionToken } = (credentials ?? {}) as Record<string, unknown>;
  const wrong = [
    !isVisible(accessKeyId) && 'accessKeyId',
    !isVisible(secretAccessKey) && 'secretAccessKey',
    sessionToken !== undefined && !isVisible(sessionToken) && 'sessionToken',
  ].find((name) => name !== false);
  if (wrong !== undefined)
    throw new TypeError(`credentials.${wrong} must be text of visible ASCII characters`);
}

function isVisible(value: unknown): boolean {
  return typeof value === 'string' && /^[\x21-\x7e]+$/.test(value);
}

async function provide<Value>(provided: Provided<Value>): Promise<Value> {
  // A value that is given is never a function itself.
  return typeof provided === 'function' ? await (provided as () => Value | Promise<Value>)() : provided;
}

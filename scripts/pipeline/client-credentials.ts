// Reads the bearer token with which the pipeline calls a stage behind a JWT: the token of its settings, or a new one that the issuer gives
// to the pipeline's own client. Whether the stage would accept it is checked in token.ts.

import { field, parseIfJson } from '../../lib/domain/json.ts';
import { reasonOf } from '../shared/errors.ts';

export type BearerToken = {
  /** Empty where there is none, as for a stage that requires signatures. */
  readonly value: string;
  /** How long it must still be valid. A token that is stored must last for the deployment and its check, by the limits of their steps; one
   * that is new for each command, only until the command uses it. */
  readonly minLifetimeSeconds: number;
};

const timeoutMs = 30_000;
const storedTokenSeconds = 25 * 60;
const newTokenSeconds = 60;

/**
 * Reads CONTRACT_TOKEN; or CONTRACT_TOKEN_URL with CONTRACT_CLIENT_ID, CONTRACT_CLIENT_SECRET and, optionally, CONTRACT_SCOPE, and requests
 * a token there by client credentials (RFC 6749, sections 2.3.1 and 4.4).
 *
 * @throws when they exclude each other or one is missing, or when no token is given; the message has no secret in it
 */
export async function readToken(env: Readonly<Record<string, string | undefined>>): Promise<BearerToken> {
  const read = (name: string): string => env[name] ?? '';
  const [token, url] = [read('CONTRACT_TOKEN'), read('CONTRACT_TOKEN_URL')];
  if (url === '') return { value: token, minLifetimeSeconds: storedTokenSeconds };
  if (token !== '')
    throw new Error('CONTRACT_TOKEN and CONTRACT_TOKEN_URL exclude each other: set one of them');
  const [id, secret, scope] = [
    read('CONTRACT_CLIENT_ID'),
    read('CONTRACT_CLIENT_SECRET'),
    read('CONTRACT_SCOPE'),
  ];
  if (id === '' || secret === '')
    throw new Error('CONTRACT_CLIENT_ID and CONTRACT_CLIENT_SECRET must be set with CONTRACT_TOKEN_URL');
  if (!/^https:\/\/|^http:\/\/127\.0\.0\.1[:/]/.test(url))
    throw new Error('CONTRACT_TOKEN_URL must be an https URL: a secret is sent there');

  const credentials = [id, secret].map((one) => new URLSearchParams({ one }).toString().slice('one='.length));
  const { ok, status, text } = await requestToken(url, credentials.join(':'), scope);
  if (!ok) throw new Error(`CONTRACT_TOKEN_URL gave no token: it answered with ${status}`);
  const given = field(parseIfJson(text), 'access_token');
  if (typeof given !== 'string' || given === '')
    throw new Error('CONTRACT_TOKEN_URL gave no token: its answer has no access_token');
  return { value: given, minLifetimeSeconds: newTokenSeconds };
}

async function requestToken(url: string, credentials: string, scope: string) {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', ...(scope !== '' && { scope }) }),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { ok: response.ok, status: response.status, text: await response.text() };
  } catch (error) {
    throw new Error(`CONTRACT_TOKEN_URL could not be asked: ${reasonOf(error)}`, { cause: error });
  }
}

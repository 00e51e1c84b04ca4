// Responsible for the bearer token with which the pipeline calls a stage behind a JWT: the one that it is given, or a new one that its issuer
// gives to the pipeline's own client. Leaves whether the stage would take it to token.ts.

import { reasonOf } from '../shared/errors.ts';

export interface BearerToken {
  /** Empty where there is none, as for a stage that asks for signatures. */
  readonly value: string;
  /** How long it must still be valid: one that is kept for the deployment and its check, by the limits of their steps; one that is new
   * for each command only until the command uses it. */
  readonly minLifetimeSeconds: number;
}

const timeoutMs = 30_000;
const keptSeconds = 25 * 60;
const newSeconds = 60;

/**
 * Reads CONTRACT_TOKEN; or CONTRACT_TOKEN_URL with CONTRACT_CLIENT_ID, CONTRACT_CLIENT_SECRET and, if wished, CONTRACT_SCOPE, and asks
 * there by client credentials (RFC 6749, sections 2.3.1 and 4.4).
 *
 * @throws when they exclude each other or one is missing, or when no token is given; the message holds no secret
 */
export async function readToken(env: Readonly<Record<string, string | undefined>>): Promise<BearerToken> {
  const read = (name: string): string => env[name] ?? '';
  const [token, url] = [read('CONTRACT_TOKEN'), read('CONTRACT_TOKEN_URL')];
  if (url === '') return { value: token, minLifetimeSeconds: keptSeconds };
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
  const { ok, status, text } = await ask(url, credentials.join(':'), scope);
  if (!ok) throw new Error(`CONTRACT_TOKEN_URL gave no token: it answered with ${status}`);
  const given = tokenIn(text);
  if (given === undefined)
    throw new Error('CONTRACT_TOKEN_URL gave no token: its answer has no access_token');
  return { value: given, minLifetimeSeconds: newSeconds };
}

async function ask(url: string, credentials: string, scope: string) {
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

function tokenIn(text: string): string | undefined {
  try {
    const { access_token } = (JSON.parse(text) ?? {}) as { readonly access_token?: unknown };
    return typeof access_token === 'string' && access_token !== '' ? access_token : undefined;
  } catch {
    return undefined;
  }
}

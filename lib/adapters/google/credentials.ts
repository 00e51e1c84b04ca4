// Application default credentials of Google: the JSON of a service account's key, or of a user's refresh token, and what each sends for a
// token. RS256 is one call of node:crypto: a library for JSON Web Tokens would ship its verification too, which is not needed here.
import { createPrivateKey, sign, type KeyObject } from 'node:crypto';
import { field } from '../../domain/json.ts';
import { isCallableUrl } from '../callable-url.ts';
import { UnavailableError } from '../unavailable.ts';

/**
 * Events of every calendar that the user may write to, and nothing else: events.insert and events.get need no more
 * (https://developers.google.com/workspace/calendar/api/auth).
 */
const scope = 'https://www.googleapis.com/auth/calendar.events';
const defaultTokenUrl = 'https://oauth2.googleapis.com/token';
/** The longest that Google accepts: https://developers.google.com/identity/protocols/oauth2/service-account */
const assertionSeconds = 3_600;

export type GoogleCredentials = {
  readonly tokenUrl: string;
  /** The project that the calls are counted for, if not that of the credentials. */
  readonly quotaProject: string | undefined;
  /** The parameters of a token request at this time. */
  readonly toGrant: (nowMs: number) => Readonly<Record<string, string>>;
};

/** Its name is all that it says: the credentials are secret. */
export class InvalidGoogleCredentials extends UnavailableError {
  constructor() {
    super('InvalidGoogleCredentials');
  }
}

/**
 * @param subject the user to act for; only a service account can
 * @throws InvalidGoogleCredentials if it is not such JSON, or its token endpoint may not be called
 */
export function readCredentials(json: string, subject: string | undefined): GoogleCredentials {
  const credentials = parse(json);
  const text = (name: string): string => {
    const value = field(credentials, name);
    if (typeof value !== 'string' || value === '') throw new InvalidGoogleCredentials();
    return value;
  };
  const optional = (name: string) => (field(credentials, name) === undefined ? undefined : text(name));
  const tokenUrl = optional('token_uri') ?? defaultTokenUrl;
  const quotaProject = optional('quota_project_id');
  // It is sent in a header.
  if (!isCallableUrl(tokenUrl) || !/^[\w.:-]*$/.test(quotaProject ?? ''))
    throw new InvalidGoogleCredentials();
  const type = text('type');
  if (type === 'service_account') {
    const key = readKey(text('private_key'));
    const keyId = optional('private_key_id');
    const claims = { iss: text('client_email'), sub: subject, scope, aud: tokenUrl };
    return { tokenUrl, quotaProject, toGrant: (nowMs) => toJwtGrant(key, keyId, claims, nowMs) };
  }
  if (type !== 'authorized_user' || subject !== undefined) throw new InvalidGoogleCredentials();
  const grant = {
    grant_type: 'refresh_token',
    client_id: text('client_id'),
    client_secret: text('client_secret'),
    refresh_token: text('refresh_token'),
  };
  return { tokenUrl, quotaProject, toGrant: () => grant };
}

/** RFC 7523, section 2.1, with a token of RFC 7515, section 7.1. JSON leaves out what is undefined. */
function toJwtGrant(key: KeyObject, keyId: string | undefined, claims: object, nowMs: number) {
  const iat = Math.floor(nowMs / 1000);
  const header = { alg: 'RS256', typ: 'JWT', kid: keyId };
  const signed = [header, { ...claims, iat, exp: iat + assertionSeconds }]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const signature = sign('sha256', Buffer.from(signed), key).toString('base64url');
  return { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: `${signed}.${signature}` };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // The error quotes the text.
    throw new InvalidGoogleCredentials();
  }
}

function readKey(pem: string): KeyObject {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'rsa') return key;
  } catch {
    // Whatever it says, the key is not one.
  }
  throw new InvalidGoogleCredentials();
}

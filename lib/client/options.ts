// Checks the options of a client. A wrong one throws a TypeError that names it, before anything is sent.
import { checkCredentials, checkToken, type AccessMode, type Provided } from './access.ts';
import type { ClientRuntime } from './runtime.ts';
import type { AwsCredentials } from './sign.ts';

const executePath = '/api/workflow/execute';
const loopback = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;
/** The longest time that a timer of JavaScript can wait. */
const maxDelayMs = 2 ** 31 - 1;

type CommonOptions = {
  /** The address of the deployment, with or without `/api/workflow/execute` at its end. */
  readonly url: string | URL;
  /** How many times a decision is sent at most. Default: 5. */
  readonly maxAttempts?: number | undefined;
  /** How long one try may take. Default: 12,000; the service answers within 10 s. */
  readonly timeoutMs?: number | undefined;
  /** How long all tries and the pauses between them may take. Default: 60,000. */
  readonly deadlineMs?: number | undefined;
  /** Used in place of the runtime's own. */
  readonly fetch?: ClientRuntime['fetch'] | undefined;
};

/** Signed calls, calls with a token, or neither for a service on this machine. */
export type ClientOptions = CommonOptions &
  (
    | {
        /** Signature Version 4; a function is asked anew for each try. */
        readonly signing: { readonly region: string; readonly credentials: Provided<AwsCredentials> };
        readonly token?: undefined;
      }
    | {
        /** A bearer token; a function is asked anew for each try. */
        readonly token: Provided<string>;
        readonly signing?: undefined;
      }
    | { readonly signing?: undefined; readonly token?: undefined }
  );

export type ClientSettings = {
  readonly url: string;
  readonly access: AccessMode;
  readonly maxAttempts: number;
  readonly timeoutMs: number;
  readonly deadlineMs: number;
};

const names = ['url', 'signing', 'token', 'maxAttempts', 'timeoutMs', 'deadlineMs', 'fetch'];

/** @throws TypeError that names a wrong option */
export function checkOptions(options: ClientOptions): ClientSettings {
  const unknown = Object.keys(options).find((name) => !names.includes(name));
  if (unknown !== undefined) throw new TypeError(`${unknown} is no option of createClient`);
  const { fetch, maxAttempts = 5, timeoutMs = 12_000, deadlineMs = 60_000 } = options;
  if (fetch !== undefined && typeof fetch !== 'function') throw new TypeError('fetch must be a function');
  for (const [name, value] of Object.entries({ maxAttempts, timeoutMs, deadlineMs }))
    if (!Number.isInteger(value) || value < 1 || value > maxDelayMs)
      throw new TypeError(`${name} must be a whole number from 1 to ${maxDelayMs}`);
  const access = readAccess(options);
  return { url: readUrl(options.url, access), access, maxAttempts, timeoutMs, deadlineMs };
}

function readAccess({ signing, token }: ClientOptions): AccessMode {
  if (signing !== undefined && token !== undefined)
    throw new TypeError('signing and token exclude each other');
  if (token !== undefined) {
    if (typeof token !== 'function') checkToken(token);
    return { kind: 'token', token };
  }
  if (signing === undefined) return { kind: 'none' };
  const { region, credentials } = { ...signing };
  if (typeof region !== 'string' || !/^[a-z0-9-]+$/.test(region))
    throw new TypeError('signing.region must be the name of a region, such as eu-central-1');
  if (typeof credentials !== 'function') checkCredentials(credentials);
  return { kind: 'signing', region, credentials };
}

/** The whole address of the operation. */
function readUrl(value: unknown, access: AccessMode): string {
  const url = URL.canParse(String(value)) ? new URL(String(value)) : undefined;
  if (url === undefined || !/^https?:/.test(url.protocol))
    throw new TypeError('url must be an absolute http or https URL');
  if (url.username !== '' || url.password !== '') throw new TypeError('url must not contain credentials');
  if (url.hash !== '') throw new TypeError('url must not have a fragment');
  if (access.kind !== 'none' && url.protocol === 'http:' && !loopback.test(url.hostname))
    throw new TypeError(`url must be https where ${access.kind} is used, unless it leads to this machine`);
  // Signers do not agree on what a plus is.
  url.search = url.search.replaceAll('+', '%20');
  const base = url.pathname.replace(/\/+$/, '');
  if (!base.endsWith(executePath)) url.pathname = base + executePath;
  return url.href;
}

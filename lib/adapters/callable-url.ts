// Which URLs of outside systems may be configured: https, or http on this machine, without a name and a password in it.

const origin = String.raw`(https://[^\s/?#@]+|http://(127\.0\.0\.1|localhost|\[::1\])(:[0-9]+)?)`;

/** The schema of a variable with such a URL, but for its description. */
export const callableUrl = {
  type: 'string',
  pattern: String.raw`^${origin}([/?][^\s#]*)?$`,
  'x-url': true,
  'x-pattern-message':
    'must be an https URL, or an http URL of this very machine, without a name and a password in it',
} as const;

/** The same of a URL to which a path is added. */
export const callableBaseUrl = {
  ...callableUrl,
  pattern: String.raw`^${origin}(/[^\s?#]*)?$`,
  'x-pattern-message':
    'must be an https URL, or an http URL of this very machine, without a name and a password, a query or a fragment in it',
} as const;

export function isCallableUrl(url: string): boolean {
  return new RegExp(callableUrl.pattern).test(url) && URL.canParse(url);
}

// Which URLs of outside systems may be configured: https, or http on this machine, without a name and a password in it.
export const callableUrlPattern = String.raw`^(https://[^\s/?#@]+|http://(127\.0\.0\.1|localhost|\[::1\])(:[0-9]+)?)([/?][^\s#]*)?$`;

export function isCallableUrl(url: string): boolean {
  return new RegExp(callableUrlPattern).test(url) && URL.canParse(url);
}

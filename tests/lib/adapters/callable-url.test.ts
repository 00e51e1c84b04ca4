// Which URLs may be configured for an outside system.
import { expect, test } from '@jest/globals';
import { callableBaseUrl, callableUrl, isCallableUrl } from '../../../lib/adapters/callable-url.ts';

test.each([
  'https://oauth2.googleapis.com/token',
  'https://example.com',
  'https://example.com:8443/a/b?c=d&e=@',
  'http://127.0.0.1:4002/oauth2/token',
  'http://localhost',
  'http://[::1]:1/x',
])('%s may be called', (url) => {
  expect(isCallableUrl(url)).toBe(true);
  expect(url).toMatch(new RegExp(callableUrl.pattern));
});

test.each([
  '',
  'example.com',
  'ftp://example.com',
  'http://example.com',
  'http://127.0.0.1.example.com',
  'http://localhost.example.com/',
  'http://127.0.0.1@example.com/',
  'https://user:password@example.com/',
  'https://example.com/#part',
  'https://example.com/ x',
  'https:///token',
  'https://[::g]/',
  ' https://example.com',
  'https://example.com\n',
  'file:///etc/passwd',
])('%j may not be called', (url) => {
  expect(isCallableUrl(url)).toBe(false);
});

test.each(['https://example.com', 'https://example.com/a/b', 'http://127.0.0.1:1/'])(
  'a path may be added to %s',
  (url) => {
    expect(url).toMatch(new RegExp(callableBaseUrl.pattern));
  },
);

test.each([
  'https://example.com?a=b',
  'https://example.com/a?b',
  'https://example.com/#c',
  'ftp://example.com',
])('no path may be added to %s', (url) => {
  expect(url).not.toMatch(new RegExp(callableBaseUrl.pattern));
});

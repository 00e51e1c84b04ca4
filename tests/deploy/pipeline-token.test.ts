// Before a deployment, the pipeline finds out whether its check can call the API.
import { expect, test } from '@jest/globals';
import { tokenProblem } from '../../scripts/pipeline/token.ts';

const issuer = 'https://issuer.example.com';
const nowMs = Date.UTC(2031, 3, 1);
const now = nowMs / 1000;
const behindJwt = {
  Resources: {
    Authorizer: {
      Type: 'AWS::ApiGatewayV2::Authorizer',
      Properties: { JwtConfiguration: { Issuer: issuer, Audience: ['one', 'two'] } },
    },
  },
};
const behindIam = { Resources: { Route: { Type: 'AWS::ApiGatewayV2::Route' } } };

const tokenOf = (claims: unknown): string => {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'RS256' })}.${part(claims)}.c2lnbmF0dXJl`;
};
const good = { iss: issuer, aud: 'two', exp: now + 3600 };
const { aud: _aud, ...withoutAudience } = good;

test.each([
  ['a signature on IAM', behindIam, ''],
  ['a token of the issuer for the audience', behindJwt, tokenOf(good)],
  ['a token for several audiences', behindJwt, tokenOf({ ...good, aud: ['three', 'one'] })],
  ['a token with client_id in place of aud', behindJwt, tokenOf({ ...withoutAudience, client_id: 'one' })],
  ['a token that is valid for 15 minutes more', behindJwt, tokenOf({ ...good, exp: now + 900 })],
])('%s can work', (_what, template, token) => {
  expect(tokenProblem(template, { value: token, minLifetimeSeconds: 900 }, nowMs)).toBeUndefined();
});

test.each([
  ['a token on IAM', behindIam, tokenOf(good), 'called with IAM signatures'],
  ['no token', behindJwt, '', 'neither CONTRACT_TOKEN nor CONTRACT_TOKEN_URL is set'],
  ['a word', behindJwt, 'opaque', 'is not a JWT'],
  ['a token whose claims are null', behindJwt, tokenOf(null), 'is not a JWT'],
  [
    'a token of another issuer',
    behindJwt,
    tokenOf({ ...good, iss: 'https://other.example.com' }),
    'of another issuer',
  ],
  ['a token for another audience', behindJwt, tokenOf({ ...good, aud: 'three' }), 'for another audience'],
  ['a token for no audience', behindJwt, tokenOf(withoutAudience), 'for another audience'],
  ['a token that has expired', behindJwt, tokenOf({ ...good, exp: now - 1 }), 'has expired'],
  [
    'a token that expires soon',
    behindJwt,
    tokenOf({ ...good, exp: now + 899 }),
    'expires before it is used: it must be valid for 15 minutes more',
  ],
])('%s cannot work, and the reason has no part of it', (_what, template, token, reason) => {
  const problem = tokenProblem(template, { value: token, minLifetimeSeconds: 900 }, nowMs) ?? '';
  expect(problem).toContain(reason);
  for (const part of token.split('.').filter((one) => one.length > 8)) expect(problem).not.toContain(part);
});

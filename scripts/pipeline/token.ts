// Tells whether the check after a deployment can call the API at all, from the authorizer of the packaged template and the bearer token of
// the pipeline. Used before the deployment, so that a wrong setting is not taken for a broken version.

import { isObject, parseIfJson } from '../../lib/domain/json.ts';
import type { BearerToken } from './client-credentials.ts';
import type { DeployedTemplate } from './stack.ts';

type Jwt = {
  readonly Issuer?: string;
  readonly Audience?: readonly string[];
};

type Claims = {
  readonly iss?: string;
  readonly aud?: string | readonly string[];
  readonly client_id?: string;
  readonly exp?: number;
};

/**
 * Why a check of `template` with `token` could not work; undefined when it can. Has no part of the token in it.
 *
 * @param token its value is empty when there is none
 * @param now in milliseconds
 */
export function tokenProblem(
  template: DeployedTemplate,
  { value: token, minLifetimeSeconds }: BearerToken,
  now: number,
): string | undefined {
  const authorizer = authorizerOf(template);
  if (authorizer === undefined) {
    return token === ''
      ? undefined
      : 'a token is given (CONTRACT_TOKEN or CONTRACT_TOKEN_URL), but the stage is called with IAM signatures (it has no jwtIssuer): remove it';
  }
  if (token === '')
    return 'the stage asks for a JWT, and neither CONTRACT_TOKEN nor CONTRACT_TOKEN_URL is set: the check could call nothing';
  const claims = readClaims(token);
  if (claims === undefined) return 'the token is not a JWT';
  const { Issuer, Audience = [] } = (authorizer.Properties?.['JwtConfiguration'] ?? {}) as Jwt;
  if (claims.iss !== Issuer) return `the token is of another issuer than the stage's, ${String(Issuer)}`;
  // API Gateway takes client_id where there is no aud.
  const audiences = [claims.aud ?? claims.client_id ?? []].flat();
  if (!audiences.some((one) => Audience.includes(one)))
    return `the token is for another audience than the stage's, ${Audience.join(', ')}`;
  const left = (claims.exp ?? 0) - now / 1000;
  if (left < minLifetimeSeconds)
    return `the token ${left <= 0 ? 'has expired' : 'expires before it is used'}: it must be valid for ${minLifetimeSeconds / 60} minutes more`;
  return undefined;
}

/** The JWT authorizer of `template`; undefined where the API requires IAM signatures. */
export function authorizerOf({
  Resources,
}: DeployedTemplate): DeployedTemplate['Resources'][string] | undefined {
  return Object.values(Resources).find(({ Type }) => Type === 'AWS::ApiGatewayV2::Authorizer');
}

/** The claims of the token. Its signature is not checked here: the gateway does that. */
function readClaims(token: string): Claims | undefined {
  const claims = parseIfJson(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  return isObject(claims) ? claims : undefined;
}

// Responsible for whether the check after a deployment can call the API at all: the authorizer of the packaged template, and the
// bearer token of the pipeline. Asked before the deployment, so that a wrong setting is not taken for a broken version.

import type { Template } from './stack.ts';

/** The token must outlive the deployment and its check. */
const minLifetimeSeconds = 15 * 60;

interface Jwt {
  readonly Issuer?: string;
  readonly Audience?: readonly string[];
}

interface Claims {
  readonly iss?: string;
  readonly aud?: string | readonly string[];
  readonly client_id?: string;
  readonly exp?: number;
}

/**
 * Why a check of `template` with `token` could not work; undefined when it can. Holds no part of the token.
 *
 * @param token bearer token, empty when there is none
 * @param now in milliseconds
 */
export function tokenProblem({ Resources }: Template, token: string, now: number): string | undefined {
  const authorizer = Object.values(Resources).find(({ Type }) => Type === 'AWS::ApiGatewayV2::Authorizer');
  if (authorizer === undefined) {
    return token === ''
      ? undefined
      : 'CONTRACT_TOKEN is set, but the stage is called with IAM signatures (it has no jwtIssuer): remove the token';
  }
  if (token === '')
    return 'the stage asks for a JWT, and CONTRACT_TOKEN is not set: the check could call nothing';
  const claims = readClaims(token);
  if (claims === undefined) return 'CONTRACT_TOKEN is not a JWT';
  const { Issuer, Audience = [] } = (authorizer.Properties?.['JwtConfiguration'] ?? {}) as Jwt;
  if (claims.iss !== Issuer) return `CONTRACT_TOKEN is of another issuer than the stage's, ${String(Issuer)}`;
  // API Gateway takes client_id where there is no aud.
  const audiences = [claims.aud ?? claims.client_id ?? []].flat();
  if (!audiences.some((one) => Audience.includes(one)))
    return `CONTRACT_TOKEN is for another audience than the stage's, ${Audience.join(', ')}`;
  const left = (claims.exp ?? 0) - now / 1000;
  if (left < minLifetimeSeconds)
    return `CONTRACT_TOKEN ${left <= 0 ? 'has expired' : 'expires before the check is over'}: it must be valid for ${minLifetimeSeconds / 60} minutes more`;
  return undefined;
}

/** What the token says, its signature not looked at: that is the gateway's work. */
function readClaims(token: string): Claims | undefined {
  try {
    const claims = JSON.parse(
      Buffer.from(token.split('.')[1] ?? '', 'base64url').toString(),
    ) as Claims | null;
    return typeof claims === 'object' && claims !== null ? claims : undefined;
  } catch {
    return undefined;
  }
}

// Computes what serverless.yml cannot say in YAML: settings that exist or not depending on a parameter. Who may call is decided here and
// nowhere else. What follows a setting of its own is in the files that it imports.

import { adapterModules } from '../../lib/adapters/registry.ts';
import { readAdapters } from './adapters.ts';
import { readParameter, type Context } from './parameter.ts';

/** Both or neither: one without the other, or an issuer that is not an https URL, stops the packaging. So no value opens the API. */
const readJwt = async (context: Context) => {
  const issuer = await readParameter(context, 'jwtIssuer');
  const audience = (await readParameter(context, 'jwtAudience'))
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);
  if (issuer === '' && audience.length === 0) return undefined;
  if (!/^https:\/\/[^\s/]+\S*$/.test(issuer))
    throw new Error('param jwtIssuer must be an https URL when jwtAudience is given');
  if (audience.length === 0) throw new Error('param jwtAudience must be given with jwtIssuer');
  return { issuer, audience };
};

export const routeAuthorizer = async (context: Context) =>
  (await readJwt(context)) ? { name: 'jwt' } : { type: 'aws_iam' };

export const authorizers = async (context: Context) => {
  const jwt = await readJwt(context);
  if (!jwt) return {};
  return {
    jwt: {
      type: 'jwt',
      identitySource: '$request.header.Authorization',
      issuerUrl: jwt.issuer,
      audience: jwt.audience,
    },
  };
};

const readRetentionDays = async (context: Context) => {
  const days = await readParameter(context, 'retentionDays');
  if (days !== '' && !/^[1-9]\d{0,4}$/.test(days))
    throw new Error('param retentionDays must be whole days, 1 or more');
  return days;
};

export const functionEnvironment = async (context: Context) => {
  const days = await readRetentionDays(context);
  const { environment } = await readAdapters(context, adapterModules);
  return { ...(days !== '' && { RETENTION_DAYS: days }), ...environment };
};

export const functionStatements = async (context: Context) => {
  const address = 'file(scripts/deploy/function-statements.yml):statements';
  // What osls reads from a file has no type.
  const always = (await context.resolveVariable(address)) as readonly object[];
  const { statements } = await readAdapters(context, adapterModules);
  return [...always, ...statements];
};

export const timeToLive = async (context: Context) =>
  (await readRetentionDays(context)) === '' ? null : { AttributeName: 'expires_at', Enabled: true };

export const iam = async (context: Context) => {
  const arn = await readParameter(context, 'deploymentRoleArn');
  return arn === '' ? {} : { deploymentRole: arn };
};

export const reservedConcurrency = async (context: Context) => {
  const reserved = await readParameter(context, 'reservedConcurrency');
  if (reserved === '') return null;
  if (!/^[1-9]\d{0,4}$/.test(reserved))
    throw new Error('param reservedConcurrency must be a whole number, 1 or more');
  return Number(reserved);
};

export const permissionsBoundary = async (context: Context) =>
  (await readParameter(context, 'permissionsBoundaryArn')) || null;

/**
 * `request_id` is Lambda's, the same name and value as in the function's lines; without one the call never reached the function, and
 * the error fields say why. All values are quoted: API Gateway writes `-` for what it does not have.
 *
 * It writes a value without escaping, and HTTP APIs have no function for that: after a quotation mark in a value the line is not JSON, and
 * no query finds it. So no value is here that a caller can word: not the path (the route is here instead), not the user agent, not
 * `error.message` and `authorizer.error`, which can repeat what was signed or the head of a token (`error.responseType`, from a closed
 * list, is here instead of both). `claims.sub` is worded by the issuer, and exists only when its signature was valid.
 */
export const accessLogFormat = JSON.stringify({
  api_request_id: '$context.requestId',
  request_id: '$context.integration.requestId',
  time: '$context.requestTime',
  method: '$context.httpMethod',
  route: '$context.routeKey',
  status: '$context.status',
  error_type: '$context.error.responseType',
  integration_error: '$context.integrationErrorMessage',
  integration_status: '$context.integration.integrationStatus',
  function_status: '$context.integration.status',
  latency_ms: '$context.responseLatency',
  integration_latency_ms: '$context.integration.latency',
  response_bytes: '$context.responseLength',
  caller: '$context.identity.userArn',
  subject: '$context.authorizer.claims.sub',
  source_ip: '$context.identity.sourceIp',
});

export const alarmSubscriptions = async (context: Context) => {
  const email = await readParameter(context, 'alarmEmail');
  return email === '' || email === 'none' ? null : [{ Protocol: 'email', Endpoint: email }];
};

// Checks the API and the function behind it.
import { expect } from '@jest/globals';
import { ofType, propertyOf, textOf, type JsonValue, type StackTemplate } from '../../support/template.ts';
import type { Assertions } from './packaged-stage.ts';

/** What the access log must hold: how to join it with the function's lines, and why a call was refused or failed. */
const accessFields = {
  api_request_id: '$context.requestId',
  request_id: '$context.integration.requestId',
  status: '$context.status',
  error_type: '$context.error.responseType',
  integration_error: '$context.integrationErrorMessage',
};

/**
 * Values that API Gateway or AWS words, none of which can hold a quotation mark, a backslash or a line break. The value of a variable
 * that is not here may be worded by a caller.
 */
const wordedByAws: Readonly<Record<string, string>> = {
  '$context.requestId': 'S4RRXhDiIAMEVBw=',
  '$context.integration.requestId': '6f5e4d3c-0000-4000-8000-0123456789ab',
  '$context.requestTime': '22/Nov/2026:12:00:00 +0000',
  // RFC 9110, section 9.1: a token.
  '$context.httpMethod': 'POST',
  // The route of the template that was found, not the path of the request.
  '$context.routeKey': 'POST /api/workflow/execute',
  '$context.status': '200',
  '$context.error.responseType': 'ACCESS_DENIED',
  '$context.integrationErrorMessage': 'The integration has no permission to call the function.',
  '$context.integration.integrationStatus': '200',
  '$context.integration.status': '200',
  '$context.responseLatency': '12',
  '$context.integration.latency': '10',
  '$context.responseLength': '119',
  // Names of IAM: [\\w+=,.@-]
  '$context.identity.userArn': 'arn:aws:sts::123456789012:assumed-role/hub/session',
  // Worded by the issuer, which is trusted: it is there only when the signature was valid.
  '$context.authorizer.claims.sub': 'user-1',
  '$context.identity.sourceIp': '203.0.113.7',
};

/** What a caller could put where its words are written without escaping. */
const hostileWords = ['"', '\\', '\n', '", "status": "200', '\u0000'];

const accessLogFormat = (stack: StackTemplate): string =>
  textOf(propertyOf(stack, 'HttpApiStage', 'AccessLogSettings.Format'));

/** The line that API Gateway writes: it fills in the format without escaping. */
function renderAccessLog(format: string, callersWord: string): JsonValue {
  const line = format.replaceAll(/\$context(?:\.\w+)+/g, (variable) => wordedByAws[variable] ?? callersWord);
  return JSON.parse(line) as JsonValue;
}

/** Names of the fields of the access log. */
export function accessLogFields(stack: StackTemplate): string[] {
  return Object.keys(JSON.parse(accessLogFormat(stack)) as object);
}

const ofFunction = (stack: StackTemplate, path: string): JsonValue | undefined =>
  propertyOf(stack, 'ExecuteLambdaFunction', path);

export const apiAssertions = {
  'the authorizer is on every route': ({ stack, jwt }) => {
    const routes = ofType(stack, 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) => [
      Properties['RouteKey'],
      Properties['AuthorizationType'],
      Properties['AuthorizerId'],
    ]);
    const authorization = jwt ? ['JWT', 'HttpApiAuthorizerJwt'] : ['AWS_IAM', undefined];
    expect(routes).toEqual([['POST /api/workflow/execute', ...authorization]]);
  },
  'a token is accepted only from the issuer and for the audience that were given': ({ stack, jwt }) => {
    const authorizers = ofType(stack, 'AWS::ApiGatewayV2::Authorizer').map(([, { Properties }]) => [
      Properties['AuthorizerType'],
      Properties['JwtConfiguration'],
    ]);
    expect(authorizers).toEqual(jwt ? [['JWT', { Issuer: jwt.issuer, Audience: jwt.audience }]] : []);
  },
  'there is one API and no other way in: no CORS, no function URL, no further trigger': ({ stack }) => {
    expect(ofType(stack, 'AWS::ApiGatewayV2::Api')).toHaveLength(1);
    expect(propertyOf(stack, 'HttpApi', 'CorsConfiguration')).toBeUndefined();
    const others = ['AWS::Lambda::Url', 'AWS::Lambda::EventSourceMapping', 'AWS::Events::Rule'];
    expect(others.flatMap((type) => ofType(stack, type))).toEqual([]);
  },
  'calls are throttled': ({ stack, stage }) => {
    expect(propertyOf(stack, 'HttpApiStage', 'DefaultRouteSettings')).toEqual({
      DetailedMetricsEnabled: false,
      ThrottlingRateLimit: stage === 'prod' ? 500 : 50,
      ThrottlingBurstLimit: stage === 'prod' ? 1000 : 100,
    });
  },
  'the access log is JSON, joins with the function by request id, and says why': ({ stack }) => {
    const group = textOf(propertyOf(stack, 'HttpApiLogGroup', 'LogGroupName'));
    expect(group).not.toBe('');
    expect(propertyOf(stack, 'HttpApiStage', 'AccessLogSettings.DestinationArn')).toBe(
      `arn:aws:logs:us-east-1:123456789012:log-group:${group}:*`,
    );
    expect(JSON.parse(accessLogFormat(stack))).toMatchObject(accessFields);
  },
  'a line of the access log is the same JSON whatever a caller puts into its call': ({ stack }) => {
    const format = accessLogFormat(stack);
    const expected = renderAccessLog(format, 'word');
    for (const word of hostileWords) {
      expect(() => renderAccessLog(format, word)).not.toThrow();
      expect(renderAccessLog(format, word)).toEqual(expected);
    }
  },
  'the function runs on Node.js 24 and arm64, for 10 seconds, traced, with the 2.0 payload': ({ stack }) => {
    expect(stack.Resources['ExecuteLambdaFunction']?.Properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Timeout: 10,
      Handler: 'functions/execute.handler',
      TracingConfig: { Mode: 'Active' },
    });
    for (const [, { Properties }] of ofType(stack, 'AWS::ApiGatewayV2::Integration'))
      expect(Properties['PayloadFormatVersion']).toBe('2.0');
  },
  'the function gets the variables that its configuration knows, each of them': ({
    stack,
    variables,
    retentionDays,
  }) => {
    const known = variables.filter(
      (name) => !name.startsWith('WEBHOOK_') && (name !== 'RETENTION_DAYS' || retentionDays !== undefined),
    );
    const given = Object.keys(ofFunction(stack, 'Environment.Variables') ?? {});
    expect(given.toSorted()).toEqual(known.toSorted());
  },
  'logs are JSON, kept as long as the stage says, and indexed by trace_id': ({ stack, stage }) => {
    const days = stage === 'prod' ? 90 : 14;
    const kept = ofType(stack, 'AWS::Logs::LogGroup').map(
      ([, { Properties }]) => Properties['RetentionInDays'],
    );
    expect(kept).toEqual([days, days]);
    expect(ofFunction(stack, 'LoggingConfig.LogFormat')).toBe('JSON');
    expect(propertyOf(stack, 'ExecuteLogGroup', 'FieldIndexPolicies')).toEqual([
      { Fields: ['trace_id', 'request_id'] },
    ]);
  },
} satisfies Assertions;

// Owns the assertions on the API and the function behind it.

import { at, ofType, type Json, textOf } from '../template.ts';
import { differs, type Assertion, type Subject } from './assertion.ts';

const functionOf = ({ stack }: Subject): Json => stack.Resources['ExecuteLambdaFunction'] as never;

/** What the access log must tell: how to join it with the function's lines, and why a call was refused or failed. */
const accessFields: Readonly<Record<string, string>> = {
  api_request_id: '$context.requestId',
  request_id: '$context.integration.requestId',
  status: '$context.status',
  error_type: '$context.error.responseType',
  integration_error: '$context.integrationErrorMessage',
};

/**
 * Values that API Gateway or AWS words, none of which can hold a quotation mark, a backslash or a line break. A variable that is not
 * here may be a caller's word.
 */
const wordedByAws: Readonly<Record<string, string>> = {
  '$context.requestId': 'S4RRXhDiIAMEVBw=',
  '$context.integration.requestId': '6f5e4d3c-0000-4000-8000-0123456789ab',
  '$context.requestTime': '22/Nov/2026:12:00:00 +0000',
  // RFC 9110, section 9.1: a token.
  '$context.httpMethod': 'POST',
  // The route of the template that was found, not the path that was asked for.
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
  // The issuer's word, which is trusted: there only when its signature was good.
  '$context.authorizer.claims.sub': 'user-1',
  '$context.identity.sourceIp': '203.0.113.7',
};

/** What a caller could put where its words are written as they are. */
const hostileWords = ['"', '\\', '\n', '", "status": "200', '\u0000'];

/** The line that API Gateway writes by `format`, which it fills in without escaping. */
function renderAccessLog(format: string, callersWord: string): string {
  return format.replaceAll(/\$context(?:\.\w+)+/g, (variable) => wordedByAws[variable] ?? callersWord);
}

/** Names of the fields of the access log, as the stack sets them. */
export function accessLogFields(stack: Subject['stack']): string[] {
  const format = at(stack.Resources['HttpApiStage'] as never, 'Properties.AccessLogSettings.Format');
  return Object.keys(JSON.parse(textOf(format)) as object);
}

export const apiAssertions: readonly Assertion[] = [
  {
    title: 'the authorizer is on every route',
    breaches: ({ stack, jwt }) => {
      const routes = ofType(stack, 'AWS::ApiGatewayV2::Route');
      const expected = jwt
        ? { AuthorizationType: 'JWT', AuthorizerId: 'HttpApiAuthorizerJwt' }
        : { AuthorizationType: 'AWS_IAM', AuthorizerId: undefined };
      return [
        ...differs(
          'the list of routes',
          routes.map(([, { Properties }]) => Properties['RouteKey']),
          ['POST /api/workflow/execute'],
        ),
        ...routes.flatMap(
          ([
            id,
            {
              Properties: { AuthorizationType, AuthorizerId },
            },
          ]) => differs(id, { AuthorizationType, AuthorizerId }, expected),
        ),
      ];
    },
  },
  {
    title: 'a token is believed only from the issuer and for the audience that were given',
    breaches: ({ stack, jwt }) =>
      differs(
        'the list of authorizers',
        ofType(stack, 'AWS::ApiGatewayV2::Authorizer').map(([, { Properties }]) => [
          Properties['AuthorizerType'],
          Properties['JwtConfiguration'],
        ]),
        jwt ? [['JWT', { Issuer: jwt.issuer, Audience: jwt.audience }]] : [],
      ),
  },
  {
    title: 'there is one API and no other door: no CORS, no function URL, no further trigger',
    breaches: ({ stack }) => [
      ...differs('the number of APIs', ofType(stack, 'AWS::ApiGatewayV2::Api').length, 1),
      ...differs('CORS', at(stack.Resources['HttpApi'] as never, 'Properties.CorsConfiguration'), undefined),
      ...['AWS::Lambda::Url', 'AWS::Lambda::EventSourceMapping', 'AWS::Events::Rule'].flatMap((type) =>
        ofType(stack, type).map(([id]) => `${id} is one`),
      ),
    ],
  },
  {
    title: 'calls are throttled',
    breaches: ({ stack, stage }) =>
      differs(
        'the default route',
        at(stack.Resources['HttpApiStage'] as never, 'Properties.DefaultRouteSettings'),
        {
          DetailedMetricsEnabled: false,
          ThrottlingRateLimit: stage === 'prod' ? 500 : 50,
          ThrottlingBurstLimit: stage === 'prod' ? 1000 : 100,
        },
      ),
  },
  {
    title: 'the access log is JSON, joins with the function by request id, and says why',
    breaches: ({ stack }) => {
      const settings = at(stack.Resources['HttpApiStage'] as never, 'Properties.AccessLogSettings');
      const format = JSON.parse(textOf(at(settings, 'Format'))) as Readonly<Record<string, string>>;
      return [
        ...differs(
          'the destination',
          at(settings, 'DestinationArn'),
          at(stack.Resources['HttpApiLogGroup'] as never, 'Properties.LogGroupName') === undefined
            ? undefined
            : `arn:aws:logs:us-east-1:123456789012:log-group:${textOf(at(stack.Resources['HttpApiLogGroup'] as never, 'Properties.LogGroupName'))}:*`,
        ),
        ...Object.entries(accessFields).flatMap(([name, value]) => differs(name, format[name], value)),
      ];
    },
  },
  {
    title: 'a line of the access log is the same JSON whatever a caller puts into its call',
    breaches: ({ stack }) => {
      const format = textOf(
        at(stack.Resources['HttpApiStage'] as never, 'Properties.AccessLogSettings.Format'),
      );
      const expected = JSON.parse(renderAccessLog(format, 'word')) as object;
      return hostileWords.flatMap((word) => {
        const line = renderAccessLog(format, word);
        try {
          return differs(`with ${JSON.stringify(word)} the line`, JSON.parse(line), expected);
        } catch {
          return [`with ${JSON.stringify(word)} the line is no JSON: ${line}`];
        }
      });
    },
  },
  {
    title: 'the function runs on Node.js 24 and arm64, for 10 seconds, traced, with the 2.0 payload',
    breaches: (subject) => {
      const { Runtime, Architectures, Timeout, Handler, TracingConfig } = at(
        functionOf(subject),
        'Properties',
      ) as unknown as Record<string, Json>;
      return [
        ...differs(
          'the function',
          { Runtime, Architectures, Timeout, Handler, TracingConfig },
          {
            Runtime: 'nodejs24.x',
            Architectures: ['arm64'],
            Timeout: 10,
            Handler: 'functions/execute.handler',
            TracingConfig: { Mode: 'Active' },
          },
        ),
        ...ofType(subject.stack, 'AWS::ApiGatewayV2::Integration').flatMap(([id, { Properties }]) =>
          differs(id, Properties['PayloadFormatVersion'], '2.0'),
        ),
      ];
    },
  },
  {
    title: 'the function gets the variables that its configuration knows, each of them',
    breaches: (subject) => {
      const given = Object.keys(at(functionOf(subject), 'Properties.Environment.Variables') as object);
      const known = subject.variables.filter(
        (name) =>
          !name.startsWith('WEBHOOK_') && (name !== 'RETENTION_DAYS' || subject.retentionDays !== undefined),
      );
      return differs('the list of variables', given.toSorted(), [...known].toSorted());
    },
  },
  {
    title: 'logs are JSON, kept as long as the stage says, and indexed by trace_id',
    breaches: (subject) => {
      const groups = ofType(subject.stack, 'AWS::Logs::LogGroup');
      const days = subject.stage === 'prod' ? 90 : 14;
      return [
        ...differs('the number of log groups', groups.length, 2),
        ...groups.flatMap(([id, { Properties }]) =>
          differs(`${id} retention`, Properties['RetentionInDays'], days),
        ),
        ...differs('the format', at(functionOf(subject), 'Properties.LoggingConfig.LogFormat'), 'JSON'),
        ...differs(
          'the index',
          at(subject.stack.Resources['ExecuteLogGroup'] as never, 'Properties.FieldIndexPolicies'),
          [{ Fields: ['trace_id', 'request_id'] }],
        ),
      ];
    },
  },
];

// Owns the assertions on the API and the function behind it.

import { at, ofType, type Json, textOf } from '../template.ts';
import { differs, type Assertion, type Subject } from './assertion.ts';

const functionOf = ({ stack }: Subject): Json => stack.Resources['ExecuteLambdaFunction'] as never;

/** What the access log must tell: how to join it with the function's lines, and why a call was refused or failed. */
const accessFields: Readonly<Record<string, string>> = {
  api_request_id: '$context.requestId',
  request_id: '$context.integration.requestId',
  status: '$context.status',
  authorizer_error: '$context.authorizer.error',
  error_message: '$context.error.message',
  error_type: '$context.error.responseType',
  integration_error: '$context.integrationErrorMessage',
};

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
        (name) => name !== 'RETENTION_DAYS' || subject.retentionDays !== undefined,
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

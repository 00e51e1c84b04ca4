// Checks who may do what: the two roles, and who may call the function.
import { expect } from '@jest/globals';
import {
  arnOf,
  at,
  isList,
  ofType,
  propertyOf,
  roleArn,
  textOf,
  type JsonValue,
  type StackTemplate,
} from '../../support/template.ts';
import type { Assertions } from './packaged-stage.ts';
import {
  allowedWildcards,
  functionPolicy,
  functionTrust,
  schedulerPolicy,
  schedulerStatements,
  schedulerTrust,
} from './policies.ts';

const list = (value: JsonValue | undefined): readonly JsonValue[] =>
  isList(value) ? value : value === undefined ? [] : [value];

function expectRole(stack: StackTemplate, id: string, trust: object, policy: object): void {
  expect(propertyOf(stack, id, 'AssumeRolePolicyDocument')).toEqual(trust);
  expect(propertyOf(stack, id, 'Policies.0.PolicyDocument')).toEqual(policy);
}

export const roleAssertions = {
  'there are two roles, each with one policy of its own and none of AWS': ({ stack }) => {
    const counts = ofType(stack, 'AWS::IAM::Role').map(([id, { Properties }]): [string, object] => [
      id,
      { policies: list(Properties['Policies']).length, ofAws: list(Properties['ManagedPolicyArns']).length },
    ]);
    expect(Object.fromEntries(counts)).toEqual({
      FunctionRole: { policies: 1, ofAws: 0 },
      ReminderSchedulerRole: { policies: 1, ofAws: 0 },
    });
    expect(ofType(stack, 'AWS::IAM::Policy')).toEqual([]);
    expect(ofType(stack, 'AWS::IAM::ManagedPolicy')).toEqual([]);
  },
  'the function may do what is written in policies.ts, to the letter': ({ stack, stage }) => {
    const policy = functionPolicy(stage, schedulerStatements(stage, roleArn('ReminderSchedulerRole')));
    expectRole(stack, 'FunctionRole', functionTrust, policy);
  },
  'the scheduler may start that function, publish to that topic, fill that queue, and nothing else': ({
    stack,
    stage,
  }) => {
    expectRole(stack, 'ReminderSchedulerRole', schedulerTrust(stage), schedulerPolicy(stage));
  },
  'no policy has a * where AWS takes something narrower': ({ stack, stage }) => {
    const statements = ofType(stack, 'AWS::IAM::Role')
      .flatMap(([, { Properties }]) => list(Properties['Policies']))
      .flatMap((policy) => list(at(policy, 'PolicyDocument.Statement')));
    const wildcards = statements.flatMap((statement) => [
      ...list(at(statement, 'Action')).filter((action) => textOf(action).includes('*')),
      ...list(at(statement, 'Resource'))
        .filter((resource) => textOf(resource).includes('*'))
        .map((resource) => `${textOf(at(statement, 'Sid'))} ${textOf(resource)}`)
        .filter((one) => !allowedWildcards(stage).includes(one)),
    ]);
    expect(wildcards).toEqual([]);
  },
  'the function requests of AWS only what its role allows, and all of it': ({ actions, stage }) => {
    const policy = functionPolicy(stage, schedulerStatements(stage, '')) as {
      Statement: { Action: string | string[] }[];
    };
    const allowed = policy.Statement.flatMap(({ Action }) => Action).filter((action) =>
      /^(dynamodb|scheduler|sns):/.test(action),
    );
    expect(actions).toEqual(new Set(allowed));
  },
  'only the one route of the one API may call the function': ({ stack }) => {
    const name = textOf(propertyOf(stack, 'ExecuteLambdaFunction', 'FunctionName'));
    const permissions = ofType(stack, 'AWS::Lambda::Permission').map(([, { Properties }]) => Properties);
    expect(permissions).toEqual([
      {
        FunctionName: arnOf('lambda', `function:${name}`),
        Action: 'lambda:InvokeFunction',
        Principal: 'apigateway.amazonaws.com',
        SourceArn: arnOf('execute-api', 'HttpApi/$default/POST/api/workflow/execute'),
      },
    ]);
  },
} satisfies Assertions;

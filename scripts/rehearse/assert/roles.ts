// Owns the assertions on who may do what: the two roles, the function's permission, the topics' and the queue's policies.

import { account, at, ofType, region, roleArn, type Json, textOf } from '../template.ts';
import { differs, type Assertion } from './assertion.ts';
import {
  allowedWildcards,
  functionPolicy,
  functionTrust,
  schedulerPolicy,
  schedulerTrust,
} from './policies.ts';

const list = (value: Json | undefined): readonly Json[] =>
  Array.isArray(value) ? (value as readonly Json[]) : value === undefined ? [] : [value];

const inline = (role: Json | undefined): Json | undefined => at(role, 'Properties.Policies.0.PolicyDocument');

export const roleAssertions: readonly Assertion[] = [
  {
    title: 'there are two roles, each with one policy of its own and none of AWS',
    breaches: ({ stack }) => {
      const roles = ofType(stack, 'AWS::IAM::Role');
      const shapes = roles.map(
        ([id, { Properties }]) =>
          [id, [list(Properties['Policies']).length, list(Properties['ManagedPolicyArns']).length]] as const,
      );
      const others = ofType(stack, 'AWS::IAM::Policy').concat(ofType(stack, 'AWS::IAM::ManagedPolicy'));
      return [
        ...differs('the list of roles', Object.fromEntries(shapes), {
          FunctionRole: [1, 0],
          ReminderSchedulerRole: [1, 0],
        }),
        ...others.map(([id]) => `${id} is one more policy`),
      ];
    },
  },
  {
    title: 'the function may do what is written in policies.ts, to the letter',
    breaches: ({ stack, stage }) => [
      ...differs(
        'the trust',
        at(stack.Resources['FunctionRole'] as never, 'Properties.AssumeRolePolicyDocument'),
        functionTrust,
      ),
      ...differs(
        'the policy',
        inline(stack.Resources['FunctionRole'] as never),
        functionPolicy(stage, roleArn('ReminderSchedulerRole')),
      ),
    ],
  },
  {
    title: 'the scheduler may start that function, publish to that topic, fill that queue, and nothing else',
    breaches: ({ stack, stage }) => [
      ...differs(
        'the trust',
        at(stack.Resources['ReminderSchedulerRole'] as never, 'Properties.AssumeRolePolicyDocument'),
        schedulerTrust(stage),
      ),
      ...differs(
        'the policy',
        inline(stack.Resources['ReminderSchedulerRole'] as never),
        schedulerPolicy(stage),
      ),
    ],
  },
  {
    title: 'no policy holds a * where AWS takes something narrower',
    breaches: ({ stack, stage }) =>
      ofType(stack, 'AWS::IAM::Role').flatMap(([id, { Properties }]) =>
        list(Properties['Policies']).flatMap((policy) =>
          list(at(policy, 'PolicyDocument.Statement')).flatMap((statement) => {
            const sid = textOf(at(statement, 'Sid'));
            const actions = list(at(statement, 'Action')).map(textOf);
            const resources = list(at(statement, 'Resource')).map(textOf);
            return [
              ...actions.filter((action) => action.includes('*')),
              ...resources.filter(
                (one) => one.includes('*') && !allowedWildcards(stage).includes(`${sid} ${one}`),
              ),
            ].map((one) => `${id} ${sid} names ${one}`);
          }),
        ),
      ),
  },
  {
    title: 'the function asks AWS only for what its role allows, and for all of it',
    breaches: ({ actions, stage }) => {
      const policy = functionPolicy(stage, '') as { Statement: { Action: string | string[] }[] };
      const allowed = policy.Statement.flatMap(({ Action }) => Action).filter((one) =>
        /^(dynamodb|scheduler|sns):/.test(one),
      );
      return differs('the set of actions', [...actions].toSorted(), [...new Set(allowed)].toSorted());
    },
  },
  {
    title: 'only the one route of the one API may call the function',
    breaches: ({ stack }) =>
      differs(
        'the list of permissions',
        ofType(stack, 'AWS::Lambda::Permission').map(([, { Properties }]) => Properties),
        [
          {
            FunctionName: 'ExecuteLambdaFunction.Arn',
            Action: 'lambda:InvokeFunction',
            Principal: 'apigateway.amazonaws.com',
            SourceArn: `arn:aws:execute-api:${region}:${account}:HttpApi/$default/POST/api/workflow/execute`,
          },
        ]
          .map((one) => ({
            ...one,
            FunctionName: at(stack.Resources['ExecuteLambdaFunction'] as never, 'Properties.FunctionName'),
          }))
          .map((one) => ({
            ...one,
            FunctionName: `arn:aws:lambda:${region}:${account}:function:${textOf(one.FunctionName)}`,
          })),
      ),
  },
];

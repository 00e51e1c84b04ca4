// Reads roles out of templates as they would be in an account: those of the packaged stack, and those of .github/deploy-role.yml.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parse, YAMLMap, YAMLSeq, type CollectionTag, type ScalarTag } from 'yaml';
import {
  account,
  at,
  isList,
  ofType,
  resolveTemplate,
  roleArn,
  textOf,
  type JsonValue,
  type StackTemplate,
} from '../../support/template.ts';

export type Role = {
  readonly name: string;
  readonly arn: string;
  readonly trust: JsonValue | undefined;
  readonly policies: readonly (JsonValue | undefined)[];
  /** The most that it may do; without one, its policies alone decide. */
  readonly boundary?: JsonValue;
};

export type Roles = Readonly<Record<string, Role>>;

/** The ARN of a role that CloudFormation has named: the stack's name, the logical id, and letters of its own choice. */
export const deployedRoleArn = (stack: string, logicalId: string): string =>
  `arn:aws:iam::${account}:role/${stack}-${logicalId}-A1B2C3D4E5F6`;

/** The ARN of the boundary in the stack of a stage's deploy roles. */
export const boundaryArn = (stack: string): string =>
  `arn:aws:iam::${account}:policy/${stack}-Boundary-A1B2C3D4E5F6`;

/** What the boundary of a stage's roles allows. */
export function boundaryOf(stage: string): JsonValue {
  return at(resolveTemplate(readDeployRoles(stage)), 'Resources.Boundary.Properties.PolicyDocument') ?? null;
}

/** The roles of a template that is deployed as `stack`, by logical id. */
export function rolesOf(template: StackTemplate, stack: string): Roles {
  const ids = ofType(template, 'AWS::IAM::Role').map(([id]) => id);
  let text = JSON.stringify(resolveTemplate(template));
  for (const id of ids) text = text.replaceAll(`"${roleArn(id)}"`, `"${deployedRoleArn(stack, id)}"`);
  text = text.replaceAll(
    '"iam:PermissionsBoundary":"Boundary"',
    `"iam:PermissionsBoundary":"${boundaryArn(stack)}"`,
  );
  const deployed = JSON.parse(text) as StackTemplate;
  return Object.fromEntries(
    ofType(deployed, 'AWS::IAM::Role').map(([id, { Properties }]) => {
      const managed = Properties['ManagedPolicyArns'];
      if (managed !== undefined)
        throw new Error(`${id} has policies that are not written here: ${textOf(managed)}`);
      const inline = Properties['Policies'] ?? [];
      const policies = (isList(inline) ? inline : []).map((policy) => at(policy, 'PolicyDocument'));
      const trust = Properties['AssumeRolePolicyDocument'];
      return [id, { name: id, arn: deployedRoleArn(stack, id), trust, policies }];
    }),
  );
}

export const repository = { owner: 'octo', ownerId: '101', repository: 'executor', repositoryId: '202' };

/** The id of a stage's API. */
export const apiIdOf = (stage: string): string => `${stage}0a1b2c`;

/** The template of the deploy roles for `stage`, its parameters put in; `apiId` is empty before the API is there. */
export function readDeployRoles(stage: string, apiId = apiIdOf(stage)): StackTemplate {
  const file = join(import.meta.dirname, '../../../.github/deploy-role.yml');
  const values: Readonly<Record<string, string>> = {
    Stage: stage,
    Owner: repository.owner,
    OwnerId: repository.ownerId,
    Repository: repository.repository,
    RepositoryId: repository.repositoryId,
    ApiId: apiId,
  };
  const text = Object.entries(values).reduce(
    (inner, [name, value]) => inner.replaceAll(`\${${name}}`, value),
    readFileSync(file, 'utf8'),
  );
  const tag = (name: string, key: string, read: (value: string) => JsonValue = (value) => value) =>
    ({ tag: `!${name}`, resolve: (value: string) => ({ [key]: read(value) }) }) satisfies ScalarTag;
  const list = (name: string) =>
    ({
      tag: `!${name}`,
      collection: 'seq',
      resolve: (node) => {
        const map = new YAMLMap();
        map.set(`Fn::${name}`, Object.assign(new YAMLSeq(), { items: (node as YAMLSeq).items }));
        return map;
      },
    }) satisfies CollectionTag;
  const customTags = [
    tag('Ref', 'Ref'),
    tag('Sub', 'Fn::Sub'),
    tag('GetAtt', 'Fn::GetAtt', (value) => value.split('.')),
    list('If'),
    list('Not'),
    list('Equals'),
  ];
  const parsed = parse(text, { customTags }) as JsonValue;
  return choose(parsed, { ApiIsKnown: apiId !== '' }, values) as unknown as StackTemplate;
}

const noValue = { Ref: 'AWS::NoValue' };

/** `value` with each `Fn::If` decided and each parameter put in; a copy, for a node that YAML shares must not be changed in two places. */
function choose(
  value: JsonValue,
  conditions: Readonly<Record<string, boolean>>,
  parameters: Readonly<Record<string, string>>,
): JsonValue {
  if (value === null || typeof value !== 'object') return value;
  const inside = (one: JsonValue): JsonValue => choose(one, conditions, parameters);
  if (isList(value)) return value.map(inside).filter((one) => !isDeepStrictEqual(one, noValue));
  const alternatives = at(value, 'Fn::If');
  if (isList(alternatives)) {
    const [name, yes = null, no = null] = alternatives;
    return inside(conditions[textOf(name)] === true ? yes : no);
  }
  const parameter = parameters[textOf(at(value, 'Ref'))];
  if (parameter !== undefined) return parameter;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, inside(one)]));
}

// Owns reading roles out of templates, as they would stand in an account: the packaged stack's, and those of .github/deploy-role.yml.
// Leaves to simulate.ts what a role allows.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, type ScalarTag } from 'yaml';
import {
  account,
  at,
  isList,
  ofType,
  resolveTemplate,
  roleArn,
  textOf,
  type Json,
  type Template,
} from '../../../scripts/rehearse/template.ts';

export interface Role {
  readonly name: string;
  readonly arn: string;
  readonly trust: Json | undefined;
  readonly policies: readonly (Json | undefined)[];
}

export type Roles = Readonly<Record<string, Role>>;

/** The ARN of a role that CloudFormation has named: the stack's name, the logical id, and letters of its own choice. */
export const standingRole = (stack: string, logicalId: string): string =>
  `arn:aws:iam::${account}:role/${stack}-${logicalId}-A1B2C3D4E5F6`;

/** The roles of a template that stands as `stack`, by logical id. */
export function rolesOf(template: Template, stack: string): Roles {
  const ids = ofType(template, 'AWS::IAM::Role').map(([id]) => id);
  let text = JSON.stringify(resolveTemplate(template));
  for (const id of ids) text = text.replaceAll(`"${roleArn(id)}"`, `"${standingRole(stack, id)}"`);
  const standing = JSON.parse(text) as Template;
  return Object.fromEntries(
    ofType(standing, 'AWS::IAM::Role').map(([id, { Properties }]) => {
      const managed = Properties['ManagedPolicyArns'];
      if (managed !== undefined)
        throw new Error(`${id} has policies that are not written here: ${textOf(managed)}`);
      const inline = Properties['Policies'] ?? [];
      const policies = (isList(inline) ? inline : []).map((policy) => at(policy, 'PolicyDocument'));
      const trust = Properties['AssumeRolePolicyDocument'];
      return [id, { name: id, arn: standingRole(stack, id), trust, policies }];
    }),
  );
}

export const repository = { owner: 'octo', ownerId: '101', repository: 'executor', repositoryId: '202' };

/** The template of the deploy roles for `stage`, its parameters put in. */
export function readDeployRoles(stage: string): Template {
  const file = join(import.meta.dirname, '../../../.github/deploy-role.yml');
  const values: Readonly<Record<string, string>> = {
    Stage: stage,
    Owner: repository.owner,
    OwnerId: repository.ownerId,
    Repository: repository.repository,
    RepositoryId: repository.repositoryId,
  };
  const text = Object.entries(values).reduce(
    (inner, [name, value]) => inner.replaceAll(`\${${name}}`, value),
    readFileSync(file, 'utf8'),
  );
  const tag = (name: string, key: string, read: (value: string) => Json = (value) => value) =>
    ({ tag: `!${name}`, resolve: (value: string) => ({ [key]: read(value) }) }) satisfies ScalarTag;
  const customTags = [
    tag('Ref', 'Ref'),
    tag('Sub', 'Fn::Sub'),
    tag('GetAtt', 'Fn::GetAtt', (value) => value.split('.')),
  ];
  const parsed = parse(text, { customTags }) as Template;
  // Copied, for a node that YAML shares must not be changed in two places.
  return structuredClone(parsed);
}

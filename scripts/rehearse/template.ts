// Owns reading a CloudFormation template as the stack that it makes: references and ARNs put in, in a made-up account.
// Leaves judging the stack to assert/.

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type Fields = { readonly [key: string]: Json };

export interface Resource {
  readonly Type: string;
  readonly Properties: Fields;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Readonly<Record<string, { readonly Value: Json }>>;
}

/** The account and region that moto knows, so that what stands there reads the same. */
export const account = '123456789012';
export const region = 'us-east-1';

const pseudo: Readonly<Record<string, string>> = {
  'AWS::AccountId': account,
  'AWS::Partition': 'aws',
  'AWS::Region': region,
  'AWS::URLSuffix': 'amazonaws.com',
};

// What `Ref` and `GetAtt` of a type give, from its properties. A type that is not here gives its logical id.
const arn = (service: string, rest: string): string => `arn:aws:${service}:${region}:${account}:${rest}`;
const references: Readonly<Record<string, (properties: Fields) => Readonly<Record<string, string>>>> = {
  'AWS::DynamoDB::Table': ({ TableName }) => ({
    Ref: textOf(TableName),
    Arn: arn('dynamodb', `table/${textOf(TableName)}`),
  }),
  'AWS::SNS::Topic': ({ TopicName }) => ({
    Ref: arn('sns', textOf(TopicName)),
    TopicName: textOf(TopicName),
  }),
  'AWS::SQS::Queue': ({ QueueName }) => ({
    QueueName: textOf(QueueName),
    Arn: arn('sqs', textOf(QueueName)),
  }),
  'AWS::Logs::LogGroup': ({ LogGroupName }) => ({
    Ref: textOf(LogGroupName),
    Arn: arn('logs', `log-group:${textOf(LogGroupName)}:*`),
  }),
  'AWS::Lambda::Function': ({ FunctionName }) => ({
    Ref: textOf(FunctionName),
    Arn: arn('lambda', `function:${textOf(FunctionName)}`),
  }),
  'AWS::CloudWatch::Dashboard': ({ DashboardName }) => ({ Ref: textOf(DashboardName) }),
};

/** The ARN of a role of the template, which CloudFormation would name by itself. */
export const roleArn = (logicalId: string): string => `arn:aws:iam::${account}:role/${logicalId}`;

/** `template` with each `Ref`, `Fn::GetAtt`, `Fn::Sub` and `Fn::Join` put in. */
export function resolveTemplate(template: Template): Template {
  const attribute = (logicalId: string, name: string): string => {
    const known = pseudo[logicalId];
    if (known !== undefined) return known;
    const resource = template.Resources[logicalId];
    if (!resource) throw new Error(`the template refers to ${logicalId}, which is not there`);
    if (resource.Type === 'AWS::IAM::Role' && name === 'Arn') return roleArn(logicalId);
    return (
      references[resource.Type]?.(resource.Properties)[name] ??
      (name === 'Ref' ? logicalId : `${logicalId}.${name}`)
    );
  };
  const substitute = (text: string): string =>
    text.replaceAll(/\$\{([^}]+)\}/g, (_all, inside: string) => {
      const [logicalId = '', name = 'Ref'] = inside.split('.');
      return attribute(logicalId, name);
    });
  const resolve = (value: Json): Json => {
    if (value === null || typeof value !== 'object') return value;
    if (isList(value)) return value.map(resolve);
    const fields = value;
    const [key = '', ...others] = Object.keys(fields);
    const inside = fields[key];
    if (others.length === 0 && inside !== undefined) {
      if (key === 'Ref') return attribute(textOf(inside), 'Ref');
      if (key === 'Fn::GetAtt' && isList(inside)) return attribute(textOf(inside[0]), textOf(inside[1]));
      if (key === 'Fn::Sub') return substitute(textOf(inside));
      if (key === 'Fn::Join' && isList(inside)) {
        return (resolve(inside[1] ?? []) as readonly string[]).join(textOf(inside[0]));
      }
    }
    return Object.fromEntries(Object.entries(fields).map(([name, one]) => [name, resolve(one)]));
  };
  return resolve(template as unknown as Json) as unknown as Template;
}

/** The resources of `type`, by logical id. */
export function ofType(template: Template, type: string): [string, Resource][] {
  return Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);
}

/** Whether `value` is a list; Array.isArray does not see through `readonly`. */
export const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

/** `value` as text: itself when it is one, else its JSON. */
export function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/** What lies at `path` (`a.0.b`) in `value`; undefined when the way ends before. */
export function at(value: Json | undefined, path: string): Json | undefined {
  return path
    .split('.')
    .reduce<Json | undefined>(
      (inner, key) => (inner !== null && typeof inner === 'object' ? (inner as Fields)[key] : undefined),
      value,
    );
}

// Reads a CloudFormation template as the stack that it makes: references and ARNs are replaced by values of a made-up account.

export type JsonValue =
  null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };
type JsonFields = { readonly [key: string]: JsonValue };

export type StackResource = {
  readonly Type: string;
  readonly Properties: JsonFields;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
};

export type StackTemplate = {
  readonly Resources: Readonly<Record<string, StackResource>>;
  readonly Outputs: Readonly<Record<string, { readonly Value: JsonValue }>>;
};

/** The account and region that moto uses, so that what is deployed there reads the same. */
export const account = '123456789012';
export const region = 'us-east-1';

/** An ARN in that account and region. */
export const arnOf = (service: string, rest: string): string =>
  `arn:aws:${service}:${region}:${account}:${rest}`;

const pseudo: Readonly<Record<string, string>> = {
  'AWS::AccountId': account,
  'AWS::Partition': 'aws',
  'AWS::Region': region,
  'AWS::URLSuffix': 'amazonaws.com',
};

// What `Ref` and `GetAtt` of a type give, from its properties. A type that is not here gives its logical id.
const references: Readonly<Record<string, (properties: JsonFields) => Readonly<Record<string, string>>>> = {
  'AWS::DynamoDB::Table': ({ TableName }) => ({
    Ref: textOf(TableName),
    Arn: arnOf('dynamodb', `table/${textOf(TableName)}`),
  }),
  'AWS::SNS::Topic': ({ TopicName }) => ({
    Ref: arnOf('sns', textOf(TopicName)),
    TopicName: textOf(TopicName),
  }),
  'AWS::SQS::Queue': ({ QueueName }) => ({
    QueueName: textOf(QueueName),
    Arn: arnOf('sqs', textOf(QueueName)),
  }),
  'AWS::Logs::LogGroup': ({ LogGroupName }) => ({
    Ref: textOf(LogGroupName),
    Arn: arnOf('logs', `log-group:${textOf(LogGroupName)}:*`),
  }),
  'AWS::Lambda::Function': ({ FunctionName }) => ({
    Ref: textOf(FunctionName),
    Arn: arnOf('lambda', `function:${textOf(FunctionName)}`),
  }),
  'AWS::CloudWatch::Dashboard': ({ DashboardName }) => ({ Ref: textOf(DashboardName) }),
};

/** The ARN of a role of the template; on AWS, CloudFormation chooses the name. */
export const roleArn = (logicalId: string): string => `arn:aws:iam::${account}:role/${logicalId}`;

/** `template` with each `Ref`, `Fn::GetAtt`, `Fn::Sub` and `Fn::Join` replaced by its value. */
export function resolveTemplate(template: StackTemplate): StackTemplate {
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
  const resolve = (value: JsonValue): JsonValue => {
    if (value === null || typeof value !== 'object') return value;
    if (isList(value)) return value.map(resolve);
    const [key = '', ...others] = Object.keys(value);
    const inside = value[key];
    if (others.length === 0 && inside !== undefined) {
      if (key === 'Ref') return attribute(textOf(inside), 'Ref');
      if (key === 'Fn::GetAtt' && isList(inside)) return attribute(textOf(inside[0]), textOf(inside[1]));
      if (key === 'Fn::Sub') return substitute(textOf(inside));
      if (key === 'Fn::Join' && isList(inside)) {
        return (resolve(inside[1] ?? []) as readonly string[]).join(textOf(inside[0]));
      }
    }
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, resolve(one)]));
  };
  return resolve(template) as unknown as StackTemplate;
}

/** The resources of `type`, by logical id. */
export function ofType(template: StackTemplate, type: string): [string, StackResource][] {
  return Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);
}

/** The property at `path` (`a.0.b`) of the resource `id`; undefined where either is missing. */
export function propertyOf({ Resources }: StackTemplate, id: string, path: string): JsonValue | undefined {
  return at(Resources[id]?.Properties, path);
}

/** Whether `value` is a list; Array.isArray does not narrow a `readonly` array. */
export const isList = (value: JsonValue | undefined): value is readonly JsonValue[] => Array.isArray(value);

/** `value` itself when it is text, otherwise its JSON. */
export function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/** The value at `path` (`a.0.b`) in `value`; undefined where the path ends before. */
export function at(value: JsonValue | undefined, path: string): JsonValue | undefined {
  return path
    .split('.')
    .reduce<JsonValue | undefined>(
      (inner, key) => (inner !== null && typeof inner === 'object' ? (inner as JsonFields)[key] : undefined),
      value,
    );
}

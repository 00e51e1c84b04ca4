// What the file of an adapter exports. registry.ts lists them; the configuration chooses one for each action.
import type { EffectAction } from '../domain/effect.ts';
import type { Adapter } from '../ports/adapter.ts';

/** The variables that are set to more than the empty string. Those of the chosen adapters have been checked. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** Where the services of AWS are, if not where the environment says or where the region has them. */
export type AwsEndpoints = { readonly scheduler?: string; readonly sns?: string; readonly ssm?: string };

/** JSON Schema of one variable. */
export type VariableSchema = {
  readonly type?: 'string';
  readonly enum?: readonly string[];
  readonly pattern?: string;
  /** What to say when the value does not match the pattern. */
  readonly 'x-pattern-message'?: string;
  /** Whether it must be a URL, besides its pattern. */
  readonly 'x-url'?: true;
  /** For the contract's page. */
  readonly description: string;
  readonly default?: string;
  /** The value, or `ssm:` and the name of the parameter that holds it. The function may then read that parameter, and no other. */
  readonly 'x-secret'?: true;
};

/** An IAM statement, as CloudFormation has it. Its `${self:…}` are replaced by values of serverless.yml. */
export type Statement = Readonly<Record<string, unknown>>;

export type AdapterModule = {
  readonly name: string;
  /** Its variables: those that must be set if it is chosen, and all that it reads. */
  readonly variables: {
    readonly required: readonly string[];
    /** By a variable that is set: those that must then be set too. */
    readonly dependentRequired?: Readonly<Record<string, readonly string[]>>;
    readonly properties: Readonly<Record<string, VariableSchema>>;
  };
  /** What the function must be allowed on AWS, besides reading the parameters of secrets. */
  readonly statements?: readonly Statement[];
  /** Creates the adapter of each action that it can carry out. What it needs is loaded with its first use. */
  readonly actions: {
    readonly [Type in EffectAction]?: (variables: Variables, endpoints: AwsEndpoints) => Adapter<Type>;
  };
};

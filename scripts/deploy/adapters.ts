// Reads which adapters a deployment has chosen, by the params of serverless.yml: the variables and the rights that they need, and none of
// the others. One rule for all: the variable `CALDAV_URL` is the param `caldavUrl`, the secret `CALDAV_PASSWORD` the param
// `caldavPasswordParameter`, which names a parameter of Parameter Store.
import type { AdapterModule, Statement, VariableSchema } from '../../lib/adapters/adapter-module.ts';
import { isObject } from '../../lib/domain/json.ts';
import config from '../../schemas/config.schema.json' with { type: 'json' };
import { readParameter, type Context } from './parameter.ts';
import { checkSecretName, readSecretStatements } from './secrets.ts';

type DeployedAdapters = {
  /** A variable whose value only the stack knows is an expression of CloudFormation. */
  readonly environment: Readonly<Record<string, unknown>>;
  readonly statements: readonly Statement[];
};

type ChosenModule = {
  readonly module: AdapterModule;
  /** The param and its value: `taskAdapter webhook`. */
  readonly choice: string;
};

/**
 * @param modules every adapter that can be chosen
 * @throws when a param is missing or wrong; the message names it, and does not repeat its value
 */
export async function readAdapters(
  context: Context,
  modules: readonly AdapterModule[],
): Promise<DeployedAdapters> {
  const actions = [...new Set(modules.flatMap((module) => Object.keys(module.actions)))];
  const byAction = await Promise.all(actions.map((action) => chooseModule(context, action, modules)));
  const chosen = [...byAction, ...(await chooseForDelivery(context, modules))];
  const names = byAction.map(({ module }, index): [string, string] => [
    `${actions[index]?.toUpperCase()}_ADAPTER`,
    module.name,
  ]);
  const { variables, secretNames } = await readVariables(context, chosen);
  const statements = new Set(chosen.flatMap(({ module }) => module.statements ?? []));
  return {
    environment: { ...Object.fromEntries(names), ...variables },
    statements: [...statements, ...(await readSecretStatements(context, secretNames))],
  };
}

async function chooseModule(
  context: Context,
  action: string,
  modules: readonly AdapterModule[],
): Promise<ChosenModule> {
  const param = `${action}Adapter`;
  const name = await readParameter(context, param);
  const candidates = modules.filter((module) => action in module.actions);
  const module = candidates.find((candidate) => candidate.name === name);
  if (module !== undefined) return { module, choice: `${param} ${name}` };
  throw new Error(`param ${param} must be one of ${candidates.map((one) => one.name).join(', ')}`);
}

/** A due reminder that is delivered by webhook needs the variables of the adapter of that name, whether or not an action uses it. */
async function chooseForDelivery(
  context: Context,
  modules: readonly AdapterModule[],
): Promise<ChosenModule[]> {
  const name = await readParameter(context, 'reminderDelivery');
  const deliveries = config.properties.REMINDER_DELIVERY.enum;
  if (!deliveries.includes(name))
    throw new Error(`param reminderDelivery must be one of ${deliveries.join(', ')}`);
  const module = modules.find((one) => one.name === name);
  return module === undefined ? [] : [{ module, choice: `reminderDelivery ${name}` }];
}

async function readVariables(
  context: Context,
  chosen: readonly ChosenModule[],
): Promise<{
  readonly variables: Readonly<Record<string, unknown>>;
  readonly secretNames: readonly string[];
}> {
  const stackVariables = await context.resolveVariable('self:custom.stackVariables');
  if (!isObject(stackVariables)) throw new Error('custom.stackVariables of serverless.yml must be an object');
  const variables: Record<string, unknown> = {};
  const secretNames: string[] = [];
  for (const { module, choice } of chosen) {
    for (const [variable, schema] of Object.entries(module.variables.properties)) {
      const isSecret = schema['x-secret'] === true;
      const param = paramOf(variable, isSecret);
      const value = stackVariables[variable] ?? (await readParameter(context, param));
      if (typeof value !== 'string') {
        variables[variable] = value;
      } else if (value === '') {
        if (module.variables.required.includes(variable))
          throw new Error(`param ${param} must be given with ${choice}`);
      } else if (isSecret) {
        variables[variable] = `ssm:${checkSecretName(param, value)}`;
        secretNames.push(value);
      } else {
        variables[variable] = checkValue(param, value, schema);
      }
    }
    checkTogether(module, variables);
  }
  return { variables, secretNames };
}

/** The param that sets a variable: `caldavUrl` for `CALDAV_URL`, `caldavPasswordParameter` for the secret `CALDAV_PASSWORD`. */
export function paramOf(variable: string, isSecret: boolean): string {
  const name = variable.toLowerCase().replaceAll(/_(\w)/g, (_all, letter: string) => letter.toUpperCase());
  return isSecret ? `${name}Parameter` : name;
}

/** Some variables are of use only together. */
function checkTogether(
  { variables: described }: AdapterModule,
  given: Readonly<Record<string, unknown>>,
): void {
  const paramFor = (name: string) => paramOf(name, described.properties[name]?.['x-secret'] === true);
  for (const [variable, others] of Object.entries(described.dependentRequired ?? {}))
    for (const other of others)
      if (variable in given && !(other in given))
        throw new Error(`param ${paramFor(other)} must be given with ${paramFor(variable)}`);
}

function checkValue(param: string, value: string, schema: VariableSchema): string {
  if (schema.enum !== undefined && !schema.enum.includes(value))
    throw new Error(`param ${param} must be one of ${schema.enum.join(', ')}`);
  if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(value))
    throw new Error(`param ${param} ${schema['x-pattern-message'] ?? `must match ${schema.pattern}`}`);
  if (schema['x-url'] && !URL.canParse(value))
    throw new Error(`param ${param} must be a URL that can be called`);
  return value;
}

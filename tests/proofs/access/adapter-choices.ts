// Lists every choice of adapters, and the role of the function with each: the packaged one, in which the statements of the default
// adapters are replaced by those of the choice.
import { adapterModules } from '../../../lib/adapters/registry.ts';
import { readAdapters } from '../../../scripts/deploy/adapters.ts';
import { contextOf } from '../../support/settings-context.ts';
import { at, isList, textOf, type JsonValue, type StackTemplate } from '../../support/template.ts';
import { secretsOf } from './rights.ts';
import { rolesOf, type Role } from './roles.ts';

/** The params `taskAdapter`, `reminderAdapter` and `meetingAdapter`. */
type Choice = Readonly<Record<string, string>>;

const defaultChoice: Choice = {
  taskAdapter: 'record',
  reminderAdapter: 'eventbridge',
  meetingAdapter: 'mock',
};

/** Each adapter of an action with each of the others. */
export function allChoices(): Choice[] {
  return Object.keys(defaultChoice).reduce<Choice[]>(
    (before, param) => {
      const action = param.replace('Adapter', '');
      const names = adapterModules.filter(({ actions }) => action in actions).map(({ name }) => name);
      return before.flatMap((choice) => names.map((name) => ({ ...choice, [param]: name })));
    },
    [{}],
  );
}

/** Every param that a choice may need. */
export function settingsOf(stage: string, choice: Choice): Readonly<Record<string, string>> {
  const secrets = secretsOf(stage);
  return {
    ...choice,
    reminderDelivery: 'sns',
    webhookUrl: 'https://hooks.example.com/actions',
    webhookSecretParameter: secrets.webhook,
    caldavUrl: 'https://cal.example.com/team/',
    caldavUsername: 'executor',
    caldavPasswordParameter: secrets.caldav,
    caldavOrganizer: 'team@example.com',
    googleCredentialsParameter: secrets.google,
  };
}

/** The role of the function in `template`, which was packaged with the default adapters, with those of `choice` instead. */
export async function functionRoleWith(
  template: StackTemplate,
  stage: string,
  choice: Choice,
): Promise<Role> {
  const packaged = at(template.Resources['FunctionRole']?.Properties, 'Policies.0.PolicyDocument.Statement');
  const ofDefaults = (await statementsOf(stage, defaultChoice)).map(sidOf);
  const always = (isList(packaged) ? packaged : []).filter(
    (statement) => !ofDefaults.includes(sidOf(statement)),
  );
  const statements = [...always, ...(await statementsOf(stage, choice))];
  const changed = structuredClone(template);
  const properties = changed.Resources['FunctionRole']?.Properties ?? {};
  const PolicyDocument = { Version: '2012-10-17', Statement: statements };
  Object.assign(properties, { Policies: [{ PolicyName: 'execute', PolicyDocument }] });
  const role = rolesOf(changed, `workflow-executor-${stage}`)['FunctionRole'];
  if (role === undefined) throw new Error('the template has no FunctionRole');
  return role;
}

const sidOf = (statement: JsonValue): string => textOf(at(statement, 'Sid'));

async function statementsOf(stage: string, choice: Choice): Promise<JsonValue[]> {
  const ofStack = ['REMINDER_SCHEDULE_GROUP', 'REMINDER_TARGET_ARN', 'REMINDER_ROLE_ARN', 'REMINDER_DLQ_ARN'];
  const stackVariables = Object.fromEntries(ofStack.map((name) => [name, { Ref: name }]));
  const context = contextOf(settingsOf(stage, choice), { 'self:custom.stackVariables': stackVariables });
  const { statements } = await readAdapters(context, adapterModules);
  // As osls replaces it in serverless.yml.
  const group = `workflow-executor-${stage}-reminders`;
  const text = JSON.stringify(statements).replaceAll('${self:custom.scheduleGroup}', group);
  return JSON.parse(text) as JsonValue[];
}

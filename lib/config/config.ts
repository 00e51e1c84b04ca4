// The only place that reads the service's own environment variables. Read once, checked against schemas/config.schema.json and
// the variables of the chosen adapters.
import { adapterTable } from '../generated/tables.ts';
import { adapterVariables, environment, type Validator } from '../generated/validators.js';
import { explain } from '../validation/explain.ts';
import { isTimezone } from '../time/timezone.ts';

export type Config = {
  readonly service: string;
  readonly stage: string;
  readonly version: string;
  readonly logLevel: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';
  readonly executionsTable: string;
  readonly topicsTable: string;
  readonly defaultTimezone: string;
  /** `undefined`: executions never expire. */
  readonly retentionDays: number | undefined;
  /** The name of the adapter that carries an action out, by action. */
  readonly adapters: Readonly<Record<string, string>>;
  /** The variables that are set: those of the chosen adapters are checked. */
  readonly variables: Readonly<Record<string, string>>;
  /** `undefined` if no reminder can fall due here. */
  readonly delivery: DeliveryConfig | undefined;
};

/** How a due reminder is handed over. */
export type DeliveryConfig =
  | { readonly kind: 'sns'; readonly topicArn: string }
  | { readonly kind: 'log' }
  /** `secret`: as it is configured, so perhaps the name of the parameter that holds it. */
  | { readonly kind: 'webhook'; readonly url: string; readonly secret: string };

type EnvironmentValues = Readonly<Record<string, string | undefined>>;

/** Identifies the service: three fields of every log line. */
export type ServiceInfo = Pick<Config, 'service' | 'stage' | 'version'>;

/** A variable of the environment is missing or wrong. The message begins with its name. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Never throws: the log lines of a service that cannot start carry these fields too. */
export function readServiceInfo(variables: EnvironmentValues = process.env): ServiceInfo {
  return {
    service: variables['SERVICE_NAME'] || 'workflow-executor',
    stage: variables['STAGE'] || 'local',
    version: variables['SERVICE_VERSION'] || '0.0.0',
  };
}

/**
 * Reads the configuration; a variable set to the empty string counts as not set.
 *
 * @param variables the environment of the process, unless others are given
 * @throws ConfigError that names each wrong variable.
 */
export function readConfig(variables: EnvironmentValues = process.env): Config {
  const set = Object.fromEntries(
    Object.entries(variables).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );
  const adapters = chooseAdapters(set);
  const problems = [
    ...findProblems(environment, set),
    ...Object.entries(adapters).flatMap(([action, name]) => findAdapterProblems(action, name, set)),
    // What delivers by webhook needs what the adapter of that name needs.
    ...(set['REMINDER_DELIVERY'] === 'webhook'
      ? findProblems(adapterVariables.webhook, set, ' with REMINDER_DELIVERY=webhook')
      : []),
  ];
  if (problems.length > 0) throw new ConfigError([...new Set(problems)].join('; '));
  const required = (name: string) => set[name] as string;
  const defaultTimezone = set['DEFAULT_TIMEZONE'] ?? 'UTC';
  if (!isTimezone(defaultTimezone)) {
    throw new ConfigError('DEFAULT_TIMEZONE must be an IANA time zone name such as Europe/Berlin');
  }
  return {
    ...readServiceInfo(set),
    logLevel: (set['LOG_LEVEL'] ?? 'INFO') as Config['logLevel'],
    executionsTable: required('EXECUTIONS_TABLE'),
    topicsTable: required('TOPICS_TABLE'),
    defaultTimezone,
    retentionDays: set['RETENTION_DAYS'] === undefined ? undefined : Number(set['RETENTION_DAYS']),
    adapters,
    variables: set,
    delivery: readDelivery(set, adapters['reminder'] === 'eventbridge'),
  };
}

/** The name of the adapter of each action. */
function chooseAdapters(set: EnvironmentValues): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(adapterTable).map(([action, { variable, names }]) => [action, set[variable] ?? names[0]]),
  );
}

/** Only the variables of a chosen adapter are asked for. A name that no adapter has is a problem of the environment's own schema. */
function findAdapterProblems(action: string, name: string, set: EnvironmentValues): string[] {
  const validate = (adapterVariables as Readonly<Record<string, Validator>>)[name];
  if (validate === undefined) return [];
  const { variable, names } = adapterTable[action as keyof typeof adapterTable];
  // A default that nobody has chosen needs no reason.
  const reason = name === names[0] && set[variable] === undefined ? '' : ` with ${variable}=${name}`;
  return findProblems(validate, set, reason);
}

/**
 * What is wrong with each variable, its name first.
 *
 * @param reason why one that is absent is required: ` with TASK_ADAPTER=webhook`
 */
function findProblems(validate: Validator, set: EnvironmentValues, reason = ''): string[] {
  if (validate(set)) return [];
  return explain(validate.errors, set).map(
    ({ path, message }) => `${path.slice(1)} ${message}${message === 'is required' ? reason : ''}`,
  );
}

/** Only the variables of the chosen delivery are required. @param isDefault whether reminders are delivered if no variable says how */
function readDelivery(set: EnvironmentValues, isDefault: boolean): DeliveryConfig | undefined {
  if (set['REMINDER_DELIVERY'] === undefined && !isDefault) return undefined;
  const kind = (set['REMINDER_DELIVERY'] ?? 'sns') as DeliveryConfig['kind'];
  if (kind === 'log') return { kind };
  if (kind === 'webhook')
    return { kind, url: set['WEBHOOK_URL'] as string, secret: set['WEBHOOK_SECRET'] as string };
  const topicArn = set['REMINDER_TOPIC_ARN'];
  if (topicArn === undefined)
    throw new ConfigError('REMINDER_TOPIC_ARN is required with REMINDER_DELIVERY=sns');
  return { kind, topicArn };
}

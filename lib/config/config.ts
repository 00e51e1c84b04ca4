// The only place that reads the service's own environment variables. Read once, checked against schemas/config.schema.json.
import { environment } from '../generated/validators.js';
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
  readonly reminders: ReminderConfig;
  readonly delivery: DeliveryConfig;
};

export type ReminderConfig = {
  readonly scheduleGroup: string;
  readonly targetArn: string;
  readonly roleArn: string;
  readonly deadLetterArn: string;
  readonly leadSeconds: number;
};

/** How a due reminder is handed over. */
export type DeliveryConfig =
  | { readonly kind: 'sns'; readonly topicArn: string }
  | { readonly kind: 'log' }
  /** `secret`: as it is configured, so perhaps the name of the parameter that holds it. */
  | { readonly kind: 'webhook'; readonly url: string; readonly secret: string };

type Variables = Readonly<Record<string, string | undefined>>;

/** Identifies the service: three fields of every log line. */
export type ServiceInfo = Pick<Config, 'service' | 'stage' | 'version'>;

/** A variable of the environment is missing or wrong. The message begins with its name. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Never throws: the log lines of a service that cannot start carry these fields too. */
export function readServiceInfo(variables: Variables = process.env): ServiceInfo {
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
export function readConfig(variables: Variables = process.env): Config {
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value));
  if (!environment(set)) {
    throw new ConfigError(
      explain(environment.errors, set)
        .map(({ path, message }) => `${path.slice(1)} ${message}`)
        .join('; '),
    );
  }
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
    reminders: {
      scheduleGroup: required('REMINDER_SCHEDULE_GROUP'),
      targetArn: required('REMINDER_TARGET_ARN'),
      roleArn: required('REMINDER_ROLE_ARN'),
      deadLetterArn: required('REMINDER_DLQ_ARN'),
      leadSeconds: Number(set['REMINDER_LEAD_SECONDS'] ?? 60),
    },
    delivery: readDelivery(set),
  };
}

/** Only the variables of the chosen delivery are required. */
function readDelivery(set: Variables): DeliveryConfig {
  const kind = (set['REMINDER_DELIVERY'] ?? 'sns') as DeliveryConfig['kind'];
  const chosen = (name: string): string => {
    const value = set[name];
    if (value === undefined) throw new ConfigError(`${name} is required with REMINDER_DELIVERY=${kind}`);
    return value;
  };
  if (kind === 'sns') return { kind, topicArn: chosen('REMINDER_TOPIC_ARN') };
  if (kind === 'log') return { kind };
  const url = chosen('WEBHOOK_URL');
  if (!URL.canParse(url)) throw new ConfigError('WEBHOOK_URL must be a URL that can be called');
  return { kind, url, secret: chosen('WEBHOOK_SECRET') };
}

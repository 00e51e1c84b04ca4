// Makes the environment that the function gets on this machine, in place of the one that serverless.yml gives it on AWS.

import { StartError } from '../shared/errors.ts';
import type { TableInputs } from './tables.ts';

export type EnvironmentVariables = Readonly<Record<string, string | undefined>>;

type LocalResources = {
  readonly tables: TableInputs;
  readonly storeEndpoint: string;
  readonly schedulerEndpoint: string;
  readonly version: string;
};

export const localStage = 'local';
const region = 'us-east-1';
const account = '000000000000';
const functionName = 'workflow-executor-local-execute';

/** Variables of `env` reach the function, except those of AWS: no real account is ever used from here. */
export function functionEnvironment(
  env: EnvironmentVariables,
  resources: LocalResources,
): Record<string, string> {
  const { tables, storeEndpoint, schedulerEndpoint, version } = resources;
  const inherited: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && !name.startsWith('AWS_') && name !== 'NODE_OPTIONS') inherited[name] = value;
  }
  return {
    SERVICE_NAME: 'workflow-executor',
    SERVICE_VERSION: version,
    ...inherited,
    STAGE: localStage,
    EXECUTIONS_TABLE: String(tables.executions.TableName),
    TOPICS_TABLE: String(tables.topics.TableName),
    REMINDER_DELIVERY: inherited['REMINDER_DELIVERY'] || 'log',
    REMINDER_SCHEDULE_GROUP: 'workflow-executor-local-reminders',
    REMINDER_TARGET_ARN: `arn:aws:lambda:${region}:${account}:function:${functionName}`,
    REMINDER_TOPIC_ARN: `arn:aws:sns:${region}:${account}:workflow-executor-local-reminders-due`,
    REMINDER_ROLE_ARN: `arn:aws:iam::${account}:role/workflow-executor-local-reminders`,
    REMINDER_DLQ_ARN: `arn:aws:sqs:${region}:${account}:workflow-executor-local-reminders-dlq`,
    // The embedded scheduler takes any instant, and fires at it.
    REMINDER_LEAD_SECONDS: '0',
    TZ: ':UTC',
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: storeEndpoint,
    AWS_ENDPOINT_URL_SCHEDULER: schedulerEndpoint,
    AWS_LAMBDA_FUNCTION_NAME: functionName,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
  };
}

/** The port to serve at: `PORT`, 8000 without it, 0 for one that the system picks.
 * @throws StartError when it is not a port. */
export function readPort(env: EnvironmentVariables): number {
  const text = env['PORT'] ?? '';
  if (text === '') return 8000;
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
    throw new StartError(`PORT must be a whole number from 0 to 65535, and is ${JSON.stringify(text)}.`);
  }
  return Number(text);
}

// Owns: what a stage's log group, table and dead-letter queue are called, and where they are, read from serverless.yml that names them.
import { readTables } from '../local/tables.ts';
import { readTemplate, resolveVariables } from '../local/template.ts';
import { isObject } from './lines.ts';

export interface StageNames {
  readonly stage: string;
  readonly region: string;
  readonly logGroup: string;
  readonly table: string;
  /** The dead-letter queue of reminders. */
  readonly deadLetterQueue: string;
}

const file = new URL('../../serverless.yml', import.meta.url);

/** The names of `stage`; the region is the one asked for, else the one that a deployment would take here. */
export async function readNames(
  stage: string,
  region: string | undefined,
  environment: NodeJS.ProcessEnv,
): Promise<StageNames> {
  const template = await readTemplate(file);
  const provider = isObject(template['provider']) ? template['provider'] : {};
  const { executions } = await readTables(stage);
  const ofDeployment = (): string =>
    resolveVariables(String(provider['region']), template, { stage, env: environment });
  const name = `${String(template['service'])}-${stage}`;
  return {
    stage,
    region: region ?? ofDeployment(),
    logGroup: `/aws/lambda/${name}-execute`,
    table: executions.TableName ?? '',
    deadLetterQueue: `${name}-reminders-dlq`,
  };
}

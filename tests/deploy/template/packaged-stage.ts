// Describes what the assertions check: one stage as it is packaged, and what the template must agree with.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { adapterModules } from '../../../lib/adapters/registry.ts';
import { adapterTable } from '../../../lib/generated/tables.ts';
import schema from '../../../schemas/config.schema.json' with { type: 'json' };
import { resources } from '../../support/deployment.ts';
import { resolveTemplate, type JsonValue, type StackTemplate } from '../../support/template.ts';
import type { FunctionLog } from './function-log.ts';

type StageSettings = {
  readonly retentionDays?: number;
  readonly jwt?: { readonly issuer: string; readonly audience: readonly string[] };
};

export type PackagedStage = StageSettings & {
  readonly stage: string;
  /** The template, its references resolved. */
  readonly stack: StackTemplate;
  /** Lines that the function wrote. */
  readonly lines: readonly JsonValue[];
  /** Actions that the function requested of AWS, as IAM spells them. */
  readonly actions: ReadonlySet<string>;
  readonly runbook: string;
  /** Those that the configuration knows, with the default adapters. */
  readonly variables: readonly string[];
  /** Logical ids of the resources in the files and tables under scripts/deploy. */
  readonly resourceFiles: readonly string[];
};

/** Assertions by title; each throws where it does not hold. */
export type Assertions = Readonly<Record<string, (packaged: PackagedStage) => void>>;

const root = join(import.meta.dirname, '../../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

/** `template`, packaged for `stage` with `settings`, as the assertions check it. */
export function packagedStage(
  stage: string,
  template: StackTemplate,
  { lines, actions }: Pick<FunctionLog, 'lines' | 'actions'>,
  settings: StageSettings = {},
): PackagedStage {
  return {
    ...settings,
    stage,
    stack: resolveTemplate(template),
    lines,
    actions,
    runbook: read('RUNBOOK.md'),
    variables: knownVariables,
    resourceFiles: Object.keys(resources),
  };
}

/** Variables of the adapters of these names. */
export function variablesOf(...adapters: readonly string[]): string[] {
  const chosen = adapterModules.filter(({ name }) => adapters.includes(name));
  return chosen.flatMap(({ variables }) => Object.keys(variables.properties));
}

/** Variables that the configuration knows, with the default adapters. */
const knownVariables: readonly string[] = [
  ...Object.keys(schema.properties),
  ...Object.values(adapterTable).map(({ variable }) => variable),
  ...variablesOf('record', 'eventbridge', 'mock'),
];

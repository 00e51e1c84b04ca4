// Owns the list of the assertions on a template, and reading what they compare it with.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Capture } from '../capture.ts';
import { resolveTemplate, type Template } from '../template.ts';
import { alarmAssertions } from './alarms.ts';
import { apiAssertions } from './api.ts';
import type { Assertion, Subject } from './assertion.ts';
import { metricAssertions } from './metrics.ts';
import { reminderAssertions } from './reminders.ts';
import { roleAssertions } from './roles.ts';
import { storeAssertions } from './store.ts';

export const templateAssertions: readonly Assertion[] = [
  ...storeAssertions,
  ...roleAssertions,
  ...apiAssertions,
  ...reminderAssertions,
  ...metricAssertions,
  ...alarmAssertions,
];

type Settings = Pick<Subject, 'retentionDays' | 'jwt'>;

/** What to assert about `template`, packaged for `stage` with `settings`. */
export function subjectOf(
  stage: string,
  template: Template,
  capture: Capture,
  settings: Settings = {},
): Subject {
  const root = join(import.meta.dirname, '../../..');
  const read = (file: string): string => readFileSync(join(root, file), 'utf8');
  const schema = JSON.parse(read('schemas/config.schema.json')) as { readonly properties: object };
  return {
    stage,
    stack: resolveTemplate(template),
    ...settings,
    ...capture,
    runbook: read('RUNBOOK.md'),
    variables: Object.keys(schema.properties),
    pieces: piecesIn(join(root, 'scripts/deploy')),
  };
}

/** Logical ids of the resources in the YAML files under `folder`. */
function piecesIn(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.yml'),
  );
  return files.flatMap((name) => {
    const parsed = parse(readFileSync(join(folder, name), 'utf8'), { merge: true }) as Readonly<
      Record<string, unknown>
    >;
    return Object.keys(parsed).filter((key) => /^[A-Z]\w+$/.test(key) && hasType(parsed[key]));
  });
}

const hasType = (value: unknown): boolean => typeof value === 'object' && value !== null && 'Type' in value;

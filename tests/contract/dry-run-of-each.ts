// A dry run of each action, with the first example of its schema: it shows that a deployment could start with the settings of its
// adapters, and that it accepts and plans every action, while nothing is done.
import { readFileSync } from 'node:fs';
import { actionTable } from '../../lib/generated/tables.ts';
import type { Case } from './case.ts';

type ExamplePayload = Readonly<Record<string, unknown>>;

/** @param now in milliseconds since the epoch: the times of the examples are moved to the year after it, so that none has passed */
export function dryRunOfEach(now: number): Case[] {
  const year = String(new Date(now).getUTCFullYear() + 1);
  return Object.keys(actionTable).map((type) => {
    const payload = inYear(year, exampleOf(type));
    const { action_type: _type, ...fields } = payload;
    return {
      name: `dry run of ${type}`,
      steps: [
        {
          request: {
            json: {
              trace_id: `dry-run-${type}-{{run}}`,
              decision: 'workflow',
              dry_run: true,
              data: { workflow_type: 'workflow', payload },
            },
          },
          response: {
            status: 200,
            match: { status: 'planned', execution_result: { success: true, ...fields } },
            headers: { 'idempotent-replayed': null },
          },
        },
      ],
    };
  });
}

function exampleOf(type: string): ExamplePayload {
  const file = new URL(`../../schemas/actions/${type}.schema.json`, import.meta.url);
  const { examples } = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly examples: readonly ExamplePayload[];
  };
  const [example] = examples;
  if (example === undefined) throw new Error(`the schema of ${type} has no example`);
  return example;
}

function inYear(year: string, payload: ExamplePayload): ExamplePayload {
  const moved = Object.entries(payload).map(([name, value]): [string, unknown] => [
    name,
    typeof value === 'string' ? value.replace(/^\d{4}(?=-\d\d-\d\dT)/, year) : value,
  ]);
  return Object.fromEntries(moved);
}

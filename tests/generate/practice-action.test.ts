// Adds the action `practice` to a copy of the project by one action file, one schema and one line of the registry, as the README says,
// and checks that everything else is generated.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startDynalite, type TestStore } from '../support/store.ts';
import { testVariables } from '../support/service.ts';

const copied = [
  'functions',
  'lib',
  'schemas',
  'scripts/generate',
  'scripts/build.ts',
  'package.json',
  'tsconfig.json',
];

const practiceSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'actions/practice.schema.json',
  title: 'PracticePayload',
  description: 'Note a practice.',
  type: 'object',
  required: ['action_type', 'text'],
  additionalProperties: false,
  properties: {
    action_type: { const: 'practice' },
    text: { $ref: '../common.schema.json#/$defs/visible', type: 'string', maxLength: 100 },
    colour: { enum: ['yellow', 'green'] },
  },
  'x-missing': { code: 'missing_practice_text', purpose: 'note a practice' },
  examples: [{ action_type: 'practice', text: 'Milk' }],
  $defs: {
    result: {
      title: 'PracticeResult',
      examples: [{ success: true, practice_id: 'practice_001', text: 'Milk' }],
      type: 'object',
      required: ['success', 'practice_id', 'text'],
      additionalProperties: false,
      properties: {
        success: { const: true },
        practice_id: { type: 'string' },
        text: { $ref: '#/properties/text' },
        colour: { $ref: '#/properties/colour' },
      },
    },
  },
};

const practiceAction = `// practice: the record is all there is to do.
import type { Action } from './plan.ts';

export const practice: Action<'practice'> = () => ({ kind: 'create', fields: {} });
`;

const folder = mkdtempSync(join(tmpdir(), 'practice-action-'));
let store: TestStore;

beforeAll(async () => {
  store = await startDynalite();
  for (const path of copied) cpSync(path, join(folder, path), { recursive: true });
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await store.stop();
});

function run(...args: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  return { status, output: stdout + stderr };
}

function generate(...args: string[]) {
  return run('scripts/generate/main.ts', ...args);
}

/** Checks the types of the registry and of all that it imports, with the project's settings. */
function compileRegistry(): { status: number | null; output: string } {
  writeFileSync(
    join(folder, 'tsconfig.registry.json'),
    JSON.stringify({ extends: './tsconfig.json', include: [], files: ['lib/actions/registry.ts'] }),
  );
  return run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.registry.json');
}

function writeSchema(): void {
  writeFileSync(join(folder, 'schemas/actions/practice.schema.json'), JSON.stringify(practiceSchema));
}

function removeSchema(): void {
  rmSync(join(folder, 'schemas/actions/practice.schema.json'));
}

function register(): void {
  const path = join(folder, 'lib/actions/registry.ts');
  writeFileSync(join(folder, 'lib/actions/practice.ts'), practiceAction);
  const registry = readFileSync(path, 'utf8')
    .replace('import { reminder }', "import { practice } from './practice.ts';\nimport { reminder }")
    .replace(/,?\s*\};\s*$/, ', practice };\n');
  writeFileSync(path, registry);
}

test('an action takes one action file, one schema and one registry line', async () => {
  writeSchema();
  expect(generate('--check')).toMatchObject({ status: 1 });
  expect(generate()).toMatchObject({ status: 0 });
  const schemaAlone = compileRegistry();
  expect(schemaAlone.output).toMatch(/registry\.ts.+Property 'practice' is missing/);

  removeSchema();
  expect(generate()).toMatchObject({ status: 0 });
  register();
  const actionAlone = compileRegistry();
  expect(actionAlone.output).toMatch(/registry\.ts.+'practice' does not exist/);

  writeSchema();
  expect(generate()).toMatchObject({ status: 0 });
  expect(generate('--check')).toEqual({ status: 0, output: '' });
  expect(compileRegistry()).toEqual({ status: 0, output: '' });
  expect(run('scripts/build.ts')).toEqual({ status: 0, output: '' });
  await executePractice();
  readAboutPractice();
}, 60_000);

async function executePractice(): Promise<void> {
  Object.assign(process.env, testVariables(store), { AWS_ENDPOINT_URL_DYNAMODB: store.endpoint });
  const { handler } = createRequire(import.meta.url)(join(folder, 'dist/functions/execute.js')) as {
    handler: (event: object, context: object) => Promise<{ statusCode: number; body: string }>;
  };
  const send = async (payload: object) => {
    const body = JSON.stringify({
      trace_id: 'practice-001',
      decision: 'workflow',
      data: { workflow_type: 'workflow', payload: { action_type: 'practice', ...payload } },
    });
    const answer = await handler({ headers: { 'content-type': 'application/json' }, body }, {});
    return [answer.statusCode, JSON.parse(answer.body)] as const;
  };
  expect(await send({ text: ' ' })).toEqual([
    422,
    {
      trace_id: 'practice-001',
      status: 'failed',
      execution_result: {
        success: false,
        error_code: 'missing_practice_text',
        message: 'text is required to note a practice',
        retryable: false,
      },
    },
  ]);
  expect(await send({ colour: 'green', text: 'Milk' })).toEqual([
    200,
    {
      trace_id: 'practice-001',
      status: 'success',
      execution_result: { success: true, practice_id: 'practice_001', text: 'Milk', colour: 'green' },
    },
  ]);
}

function readAboutPractice(): void {
  const text = readFileSync(join(folder, 'schemas/openapi.json'), 'utf8');
  const { components } = JSON.parse(text) as {
    components: { schemas: Record<string, { oneOf?: object[]; discriminator?: { mapping: object } }> };
  };
  expect(components.schemas['Payload']?.discriminator?.mapping).toHaveProperty(
    'practice',
    '#/components/schemas/PracticePayload',
  );
  expect(components.schemas['ExecutionResult']?.oneOf).toContainEqual({
    $ref: '#/components/schemas/PracticeResult',
  });
  expect(text).toContain('"missing_practice_text"');
  expect(text).toContain('"practice_id": "practice_001"');
  const page = readFileSync(join(folder, 'schemas/README.md'), 'utf8');
  expect(page).toContain('| `text` | yes | text of at most 100 characters |');
  expect(page).toContain('| `practice` | `practice_id` | – |');
  expect(page).toContain('| `missing_practice_text` | 422 | no | a required field is missing: text |');
}

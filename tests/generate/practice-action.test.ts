// Adds the action `practice` to a copy of the project by one action file, one schema and one line of the registry, as .github/CONTRIBUTING.md
// says, and checks that everything else is generated.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { testVariables } from '../support/service.ts';
import { startDynalite, type TestStore } from '../support/store.ts';
import { practiceProject } from './practice-project.ts';

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

const schemaFile = 'schemas/actions/practice.schema.json';
const registry = 'lib/actions/registry.ts';
const done = { status: 0, output: '' };
const project = practiceProject();
let store: TestStore;

beforeAll(async () => {
  store = await startDynalite();
});
afterAll(async () => await store.stop());

test('an action takes one action file, one schema and one registry line', async () => {
  const registryBefore = project.read(registry);
  project.write('lib/actions/practice.ts', practiceAction);
  project.register(registry, "import { practice } from './practice.ts';", 'practice');
  const actionAlone = project.compile(registry);
  expect(actionAlone.output).toMatch(/registry\.ts.+'practice' does not exist/);

  const registryAfter = project.read(registry);
  project.write(registry, registryBefore);
  project.write(schemaFile, JSON.stringify(practiceSchema));
  expect(project.generate('--check')).toMatchObject({ status: 1 });
  expect(project.generate()).toMatchObject({ status: 0 });
  const schemaAlone = project.compile(registry);
  expect(schemaAlone.output).toMatch(/registry\.ts.+Property 'practice' is missing/);

  project.write(registry, registryAfter);
  expect(project.generate('--check')).toEqual(done);
  expect(project.compile(registry)).toEqual(done);
  expect(project.build()).toEqual(done);
  await executePractice();
  readAboutPractice();
}, 60_000);

async function executePractice(): Promise<void> {
  const send = async (payload: object) =>
    await project.send(
      {
        trace_id: 'practice-001',
        decision: 'workflow',
        data: { workflow_type: 'workflow', payload: { action_type: 'practice', ...payload } },
      },
      { ...testVariables(store), AWS_ENDPOINT_URL_DYNAMODB: store.endpoint },
    );
  expect(await send({ text: ' ' })).toMatchObject({
    status: 422,
    body: {
      trace_id: 'practice-001',
      status: 'failed',
      execution_result: {
        success: false,
        error_code: 'missing_practice_text',
        message: 'text is required to note a practice',
        retryable: false,
      },
    },
  });
  expect(await send({ colour: 'green', text: 'Milk' })).toEqual({
    status: 200,
    body: {
      trace_id: 'practice-001',
      status: 'success',
      execution_result: { success: true, practice_id: 'practice_001', text: 'Milk', colour: 'green' },
    },
    errors: '',
  });
}

function readAboutPractice(): void {
  const text = project.read('schemas/openapi.json');
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
  const page = project.read('schemas/README.md');
  expect(page).toContain('| `text` | yes | text of at most 100 characters |');
  expect(page).toContain('| `practice` | `practice_id` | – |');
  expect(page).toContain('| `missing_practice_text` | 422 | no | a required field is missing: text |');
}

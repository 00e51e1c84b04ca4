// Adds the adapter `practice` for tasks to a copy of the project by one file and one line of the registry, as .github/CONTRIBUTING.md says,
// and checks that everything else is generated, and that the suite of adapters needs nothing but its row.
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { AdapterModule } from '../../lib/adapters/adapter-module.ts';
import type { OutsideAdapter } from '../../lib/ports/adapter.ts';
import { readAdapters } from '../../scripts/deploy/adapters.ts';
import { answer, startReceiver, type Behaviour, type Receiver } from '../lib/adapters/delivery/receiver.ts';
import { describeAdapter } from '../lib/ports/describe-adapter.ts';
import { buildEffect } from '../support/effects.ts';
import { outsideBehaviours, statusCases, type Respond } from '../support/outside-behaviours.ts';
import { testVariables } from '../support/service.ts';
import { contextOf } from '../support/settings-context.ts';
import { startDynalite, type TestStore } from '../support/store.ts';
import { practiceProject } from './practice-project.ts';

const practiceAdapter = `// practice: tasks as notes that another program keeps.
import type { AdapterModule } from './adapter-module.ts';
import { callableUrl } from './callable-url.ts';
import { callHttp, unavailable } from './http-call.ts';
import { requireVariable } from './require-variable.ts';
import { toUnavailable } from './unavailable.ts';

export const practice: AdapterModule = {
  name: 'practice',
  variables: {
    required: ['PRACTICE_URL'],
    properties: {
      PRACTICE_URL: {
        ...callableUrl,
        description: 'Where the notes are.',
      },
    },
  },
  actions: {
    task: (variables) => ({
      kind: 'outside',
      name: 'practice',
      async perform({ effectKey, result }, invocation) {
        const url = requireVariable(variables, 'PRACTICE_URL') + effectKey;
        try {
          const note = { method: 'PUT', url, headers: {}, body: result.title };
          const answer = await callHttp(note, invocation);
          if (answer.status === 200) return { kind: 'done', external: { id: effectKey, url } };
          return answer.status === 422 ? { kind: 'rejected', cause: 'HTTP 422' } : unavailable(answer);
        } catch (error) {
          return toUnavailable(error);
        }
      },
    }),
  },
};
`;

const registry = 'lib/adapters/registry.ts';
const done = { status: 0, output: '' };
const project = practiceProject();
let store: TestStore;
let notes: Receiver;

beforeAll(async () => {
  store = await startDynalite();
  notes = await startReceiver();
  project.write('lib/adapters/practice.ts', practiceAdapter);
  project.register(registry, "import { practice } from './practice.ts';", 'practice');
});
afterAll(async () => {
  await notes.close();
  await store.stop();
});

async function loadPractice(): Promise<{ practice: AdapterModule }> {
  return (await import(join(project.folder, 'lib/adapters/practice.ts'))) as { practice: AdapterModule };
}

test('an adapter takes one file and one registry line', async () => {
  expect(project.generate()).toMatchObject({ status: 0 });
  expect(project.compile('functions/execute.ts')).toEqual(done);
  expect(project.build()).toEqual(done);

  const page = project.read('schemas/README.md');
  expect(page).toContain(
    '| `TASK_ADAPTER` | `record` | The adapter that carries out a task. One of `record`,',
  );
  expect(page).toMatch(/^\| `TASK_ADAPTER` .+`practice`\. \|$/m);
  expect(page).toContain(
    'With the adapter `practice`:\n\n| variable | default | meaning |\n| --- | --- | --- |\n' +
      '| `PRACTICE_URL` | required | Where the notes are. |',
  );
  await executeTask();
}, 60_000);

async function executeTask(): Promise<void> {
  const send = async (variables: Readonly<Record<string, string>>) => {
    const payload = { action_type: 'task', title: 'Milk' };
    const data = { workflow_type: 'workflow', payload };
    return await project.send(
      { trace_id: 'task-001', decision: 'workflow', data },
      { ...testVariables(store), AWS_ENDPOINT_URL_DYNAMODB: store.endpoint, ...variables },
    );
  };
  const unset = await send({ TASK_ADAPTER: 'practice' });
  expect(unset.status).toBe(500);
  expect(unset.errors).toContain('PRACTICE_URL is required with TASK_ADAPTER=practice');
  const wrong = await send({ TASK_ADAPTER: 'practice', PRACTICE_URL: 'ftp://notes' });
  expect(wrong.errors).toContain('PRACTICE_URL must be an https URL, or');

  notes.behave(answer(200));
  const made = await send({ TASK_ADAPTER: 'practice', PRACTICE_URL: `${notes.url}/` });
  const [note] = notes.received;
  const id = note?.path?.slice(1) ?? '';
  expect([note?.method, note?.body, notes.received.length]).toEqual(['PUT', 'Milk', 1]);
  expect(id).toMatch(/^[0-9a-f]{64}$/);
  expect(made).toEqual({
    status: 200,
    body: {
      trace_id: 'task-001',
      status: 'success',
      execution_result: {
        success: true,
        task_id: 'task_001',
        title: 'Milk',
        external: { adapter: 'practice', id, url: `${notes.url}/${id}` },
      },
    },
    errors: '',
  });
}

test('a deployment takes its settings from params that are named after its variables', async () => {
  const { practice } = await loadPractice();
  const context = contextOf(
    { reminderDelivery: 'sns', taskAdapter: 'practice', practiceUrl: 'https://notes.example.com/' },
    { 'self:custom.stackVariables': {} },
  );
  expect(await readAdapters(context, [practice])).toEqual({
    environment: { TASK_ADAPTER: 'practice', PRACTICE_URL: 'https://notes.example.com/' },
    statements: [],
  });
});

describe('its row in the suite of adapters', () => {
  const kept = new Map<string, string>();
  const respond: Respond = ({ path = '', body }) => {
    kept.set(path, body);
    return { status: 200 };
  };
  describeAdapter<'task', Behaviour>(
    {
      ...outsideBehaviours(respond),
      refused: statusCases(422),
      toBeMended: statusCases(401, 404, 503),
      busyCause: 'HTTP 429',
      garbage: [
        {
          title: 'a 201 with a web page',
          answer: answer(201, '<html>'),
          result: { kind: 'unavailable', cause: 'HTTP 201' },
          things: 0,
        },
      ],
    },
    async () => {
      const receiver = await startReceiver();
      const gone = await startReceiver();
      await gone.close();
      const { practice } = await loadPractice();
      const create = (url: string) =>
        practice.actions.task?.({ PRACTICE_URL: `${url}/` }, {}) as OutsideAdapter<'task'>;
      return {
        adapter: create(receiver.url),
        unreachable: create(gone.url),
        unreachableCause: 'ECONNREFUSED',
        buildEffect: () => buildEffect('task'),
        externalOf: ({ effectKey: id }) => ({ id, url: `${receiver.url}/${id}` }),
        answer: receiver.behave,
        countThings: () => kept.size,
        countCalls: () => receiver.received.length,
        close: receiver.close,
      };
    },
  );
});

// The table of the actions, by the type that a request names.
import { expect, test } from '@jest/globals';
import { actions } from '../../../lib/actions/registry.ts';
import { actionTable } from '../../../lib/generated/tables.ts';

test('each action type is planned by the action that its file exports', async () => {
  const exported = Object.keys(actionTable).map(async (type) => {
    const module = (await import(`../../../lib/actions/${type}.ts`)) as Record<string, unknown>;
    return [type, module[type]] as const;
  });
  expect(actions).toStrictEqual(Object.fromEntries(await Promise.all(exported)));
  expect(Object.values(actions)).not.toContain(undefined);
});

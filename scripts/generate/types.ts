// Writes the TypeScript types of the payloads from their schemas.
import { join } from 'node:path';
import { compileFromFile } from 'json-schema-to-typescript';
import { root, type ActionSchema } from './schemas.ts';

export async function generateTypes(actions: Map<string, ActionSchema>): Promise<string> {
  const parts = [];
  for (const [type, schema] of actions) {
    parts.push(
      await compileFromFile(join(root, 'schemas', 'actions', `${type}.schema.json`), {
        bannerComment: '',
        declareExternallyReferenced: true,
        ignoreMinAndMaxItems: true,
        cwd: join(root, 'schemas', 'actions'),
        format: false,
        unreachableDefinitions: false,
      }),
    );
    if (!parts.at(-1)?.includes(`export interface ${schema.title}`))
      throw new Error(`no type for action ${type}`);
  }
  const map = [...actions].map(([type, { title }]) => `  ${type}: ${title};`);
  return [
    ...parts,
    `/** The payload of each action. */\nexport interface Payloads {\n${map.join('\n')}\n}`,
  ].join('\n');
}

// Writes the TypeScript types of the payloads and the results from their schemas.
import { join } from 'node:path';
import { compile } from 'json-schema-to-typescript';
import { root, type Contract } from './contract.ts';

export function generatePayloads({ actions }: Contract): Promise<string> {
  return compileByAction([...actions.keys()], 'Payloads', 'The payload of each action.', '');
}

export function generateResults({ actions }: Contract): Promise<string> {
  return compileByAction(
    [...actions.keys()],
    'Results',
    'The `execution_result` of a success of each action.',
    '#/$defs/result',
  );
}

/** @param pointer to the type in the schema of an action */
function compileByAction(
  types: readonly string[],
  name: string,
  description: string,
  pointer: string,
): Promise<string> {
  const schema = {
    description,
    type: 'object' as const,
    required: [...types],
    additionalProperties: false,
    properties: Object.fromEntries(
      types.map((type) => [type, { $ref: `actions/${type}.schema.json${pointer}` }]),
    ),
  };
  return compile(schema, name, {
    bannerComment: '',
    ignoreMinAndMaxItems: true,
    cwd: join(root, 'schemas/'),
    format: false,
  });
}

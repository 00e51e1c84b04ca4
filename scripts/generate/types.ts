// Writes the TypeScript types of the payloads from their schemas.
import { join } from 'node:path';
import { compile } from 'json-schema-to-typescript';
import { root, type Contract } from './contract.ts';

export function generateTypes({ actions }: Contract): Promise<string> {
  const types = [...actions.keys()];
  const payloads = {
    description: 'The payload of each action.',
    type: 'object' as const,
    required: types,
    additionalProperties: false,
    properties: Object.fromEntries(types.map((type) => [type, { $ref: `actions/${type}.schema.json` }])),
  };
  return compile(payloads, 'Payloads', {
    bannerComment: '',
    ignoreMinAndMaxItems: true,
    cwd: join(root, 'schemas/'),
    format: false,
  });
}

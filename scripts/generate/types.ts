// Writes the TypeScript types of the payloads and the results from their schemas; for the client package with the error codes.
import { join } from 'node:path';
import { compile } from 'json-schema-to-typescript';
import { root, type Contract } from './contract.ts';

export async function generateTypes({ actions }: Contract): Promise<string> {
  const byAction = (title: string, description: string, pointer: string) => ({
    title,
    description,
    type: 'object' as const,
    required: [...actions.keys()],
    additionalProperties: false,
    properties: Object.fromEntries(
      [...actions.keys()].map((type) => [type, { $ref: `actions/${type}.schema.json${pointer}` }]),
    ),
  });
  const schema = {
    description: 'What the schemas of the actions describe.',
    type: 'object' as const,
    required: ['payloads', 'results'],
    additionalProperties: false,
    properties: {
      payloads: byAction('Payloads', 'The payload of each action.', ''),
      results: byAction('Results', 'The `execution_result` of a success of each action.', '#/$defs/result'),
    },
  };
  const types = await compile(schema, 'ActionTypes', {
    bannerComment: '',
    ignoreMinAndMaxItems: true,
    cwd: join(root, 'schemas/'),
    format: false,
  });
  // The compiler writes an object for a field that may be any JSON value.
  return types.replaceAll(/\{\s*\[k: string\]: unknown;?\s*\}/g, 'unknown');
}

/** The types of the client package. */
export async function generateClientTypes(contract: Contract): Promise<string> {
  const types = await generateTypes(contract);
  const codes = [...contract.errors.keys()].map((code) => `'${code}'`);
  return [
    // A list that the caller may not change is as good as any.
    types.replaceAll('string[]', 'readonly string[]'),
    `export type ActionType = keyof Payloads;`,
    `/** The error codes of this version of the contract. */`,
    `export type KnownErrorCode = ${codes.join(' | ')};`,
  ].join('\n');
}

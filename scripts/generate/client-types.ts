// Writes the types of the client package: those of the payloads and the results, and the error codes.
import type { Contract } from './contract.ts';
import { generateTypes } from './types.ts';

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

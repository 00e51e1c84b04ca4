// Checks what a test saw against a schema of the contract.
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { readContract } from '../../scripts/generate/contract.ts';

const ajv = new Ajv2020({ strict: false, schemas: [...readContract().schemas.values()] });

/** @param id of a schema, and perhaps a part of it: `reminder-due.schema.json#/$defs/webhook` */
export async function schemaErrors(
  id: string,
  value: unknown,
): Promise<readonly ErrorObject[] | null | undefined> {
  const validate = ajv.getSchema(id);
  if (validate === undefined) throw new Error(`there is no schema ${id}`);
  await validate(value);
  return validate.errors;
}

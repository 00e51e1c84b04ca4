// How DynamoDB counts an item: names and values in UTF-8, numbers by their digits.
// Rule: docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
import type { AttributeValue } from '@aws-sdk/client-dynamodb';

function valueBytes(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return Math.ceil(value.N.replace(/[-.]|^0+|0+$/g, '').length / 2) + 1;
  if (value.M !== undefined) return 3 + itemBytes(value.M) + Object.keys(value.M).length;
  if (value.L !== undefined) return value.L.reduce((sum, member) => sum + valueBytes(member) + 1, 3);
  if (value.BOOL !== undefined || value.NULL !== undefined) return 1;
  throw new Error(`No rule for the size of a DynamoDB ${Object.keys(value).join()}.`);
}

export function itemBytes(item: Record<string, AttributeValue>): number {
  return Object.entries(item).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value),
    0,
  );
}

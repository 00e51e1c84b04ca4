// How DynamoDB counts an item: names and values in UTF-8, numbers by their digits; 1 KB is one write unit.
// Rule: docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html

type Value = Record<string, unknown>;

function valueBytes(value: Value): number {
  const [type = '', content] = Object.entries(value)[0] ?? [];
  switch (type) {
    case 'S':
      return Buffer.byteLength(String(content));
    case 'N':
      return Math.ceil(String(content).replace(/[-.]|^0+|0+$/g, '').length / 2) + 1;
    case 'M':
      return 3 + itemBytes(content as Record<string, Value>) + Object.keys(content as object).length;
    case 'L':
      return 3 + (content as Value[]).reduce((sum, member) => sum + valueBytes(member) + 1, 0);
    case 'BOOL':
    case 'NULL':
      return 1;
    default:
      throw new Error(`No rule for the size of a DynamoDB ${type}.`);
  }
}

export function itemBytes(item: Record<string, Value>): number {
  return Object.entries(item).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value),
    0,
  );
}

export function writeUnits(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / 1024));
}

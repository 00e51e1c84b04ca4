// Owns: doing many things a few at a time.

/** @returns the results in the order of the items */
export async function inTurns<Item, Result>(
  items: readonly Item[],
  sideBySide: number,
  run: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) {
      results[index] = await run(items[index] as Item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(sideBySide, items.length) }, work));
  return results;
}

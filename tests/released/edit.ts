// Edits of a contract in memory, as a contributor would make them in its files.
import { readCurrent, type ContractFiles } from '../../scripts/released/contract.ts';

export const current = readCurrent();

type Members = Readonly<Record<string, unknown>>;
type Entries = [name: string, value: unknown][];
/** A file, and its text after the edit. */
type Edit = (files: ContractFiles) => readonly [file: string, text: string];

/** Today's contract with edits. */
export function edited(...edits: readonly Edit[]): ContractFiles {
  const files = new Map(current);
  for (const edit of edits) {
    const [file, text] = edit(files);
    if (text === JSON.stringify(JSON.parse(files.get(file) ?? '{}')))
      throw new Error(`the edit changes nothing in ${file}`);
    files.set(file, text);
  }
  return files;
}

export function withoutFile(name: string): ContractFiles {
  return new Map([...current].filter(([file]) => file !== name));
}

/** Sets members of the object at a pointer; `undefined` removes one. A new file is an object without members. */
export function set(file: string, pointer: string, members: Members): Edit {
  return change(file, pointer, (entries) => Object.entries({ ...Object.fromEntries(entries), ...members }));
}

export function rename(file: string, pointer: string, from: string, to: string): Edit {
  return change(file, pointer, (entries) =>
    entries.map(([name, value]) => [name === from ? to : name, value]),
  );
}

/** Puts a member of the object at a pointer to another place. */
export function move(file: string, pointer: string, name: string, place: number): Edit {
  return change(file, pointer, (entries) => {
    const moved = entries.filter(([key]) => key === name);
    return entries.filter(([key]) => key !== name).toSpliced(place, 0, ...moved);
  });
}

function change(file: string, pointer: string, edit: (entries: Entries) => Entries): Edit {
  const visit = (node: unknown, [name, ...rest]: readonly string[]): unknown => {
    if (Array.isArray(node))
      return node.map((item: unknown, index) => (String(index) === name ? visit(item, rest) : item));
    const entries = Object.entries(node as object) as Entries;
    if (name === undefined) return Object.fromEntries(edit(entries));
    if (!entries.some(([key]) => key === name)) throw new Error(`${file} has no ${pointer}`);
    return Object.fromEntries(
      entries.map(([key, value]) => [key, key === name ? visit(value, rest) : value]),
    );
  };
  const names = pointer
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/'));
  return (files) => [file, JSON.stringify(visit(JSON.parse(files.get(file) ?? '{}'), names))];
}

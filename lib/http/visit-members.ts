// A walk through a parsed JSON value without recursion: JSON has no limit of depth, and the stack has one.

/**
 * Calls `visit` for the value itself and for every member of it at any depth. The value itself and the elements of an array have
 * the name ''.
 */
export function visitMembers(value: unknown, visit: (name: string, inner: unknown) => void): void {
  const holders: object[] = [];
  const take = (name: string, inner: unknown) => {
    visit(name, inner);
    if (typeof inner === 'object' && inner !== null) holders.push(inner);
  };
  take('', value);
  for (let holder = holders.pop(); holder !== undefined; holder = holders.pop()) {
    if (Array.isArray(holder)) for (const inner of holder) take('', inner);
    else for (const [name, inner] of Object.entries(holder)) take(name, inner);
  }
}

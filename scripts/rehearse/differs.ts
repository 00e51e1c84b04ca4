// Compares two values as JSON.

/** What differs when `actual` is not `expected`, in one sentence. */
export function differs(what: string, actual: unknown, expected: unknown): string[] {
  const [is, should] = [canonical(actual), canonical(expected)];
  return is === should ? [] : [`${what} is ${is}, not ${should}`];
}

function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_key, inner: unknown) =>
      typeof inner === 'object' && inner !== null && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
        : inner,
    ) ?? 'absent'
  );
}

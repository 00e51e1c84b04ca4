// Owns: instants and spans as a tired person reads them, always in UTC as the logs are.

const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
] as const;

/** `2026-11-22 16:02:11.120 UTC` */
export function instant(ms: number): string {
  return `${new Date(ms).toISOString().replace('T', ' ').replace('Z', '')} UTC`;
}

/** The two largest units: `12.3 ms`, `3.2 s`, `3 min 29 s`, `2 h`, `5 d 1 h`. */
export function span(ms: number): string {
  if (ms < 1000) return `${Math.round(ms * 10) / 10} ms`;
  if (ms < 60_000) return `${Math.round(ms / 100) / 10} s`;
  const wholeMs = Math.round(ms / 1000) * 1000;
  const first = units.findIndex(([, size]) => wholeMs >= size);
  const [name, size] = units[first] ?? units[0];
  const [lesserName, lesserSize] = units[first + 1] ?? ['s', 1000];
  const lesser = Math.floor((wholeMs % size) / lesserSize);
  return `${Math.floor(wholeMs / size)} ${name}${lesser > 0 ? ` ${lesser} ${lesserName}` : ''}`;
}

/** `3 min 29 s ago`; an instant ahead (a lease, a reminder) is `in 20 s`. */
export function ago(ms: number, nowMs: number): string {
  return ms > nowMs ? `in ${span(ms - nowMs)}` : `${span(nowMs - ms)} ago`;
}

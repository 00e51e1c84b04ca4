// Fakes a calendar server in memory, as far as one PUT and one GET of CalDAV go (RFC 4791): an object is made once under its path.
import type { Respond } from './outside-behaviours.ts';

export type FakeCalendar = {
  /** The text of each object, by the path of its URL. */
  readonly objects: ReadonlyMap<string, string>;
  /** How often each object was written, by the same path. */
  readonly writes: ReadonlyMap<string, number>;
  readonly respond: Respond;
};

export function createFakeCalendar(): FakeCalendar {
  const objects = new Map<string, string>();
  const writes = new Map<string, number>();
  return {
    objects,
    writes,
    respond: ({ method, path = '', headers, body }) => {
      const text = objects.get(path);
      if (method === 'GET') return { status: text === undefined ? 404 : 200, body: text ?? '' };
      if (text !== undefined && headers['if-none-match'] === '*')
        return { status: 412, body: 'Precondition failed' };
      objects.set(path, body);
      writes.set(path, (writes.get(path) ?? 0) + 1);
      return { status: text === undefined ? 201 : 204 };
    },
  };
}

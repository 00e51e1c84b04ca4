// The cases of released versions: each still holds today. One that is the same as another runs once.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listReleased, releasedFolder } from '../../scripts/released/versions.ts';
import type { Case } from './case.ts';

/** Cases by version, in order. */
export type ReleasedCases = Readonly<Record<string, readonly Case[]>>;

/**
 * Cases of a version that a later one has made obsolete, by name, with the addition that did it: a request that was refused because
 * of an unknown field, a length or a form is valid now.
 */
export const obsolete: Readonly<Record<string, Readonly<Record<string, string>>>> = {};

export function readReleasedCases(): ReleasedCases {
  return Object.fromEntries(
    listReleased().map((version) => {
      const text = readFileSync(join(releasedFolder, version, 'cases.json'), 'utf8');
      return [version, (JSON.parse(text) as { cases: readonly Case[] }).cases];
    }),
  );
}

/** Today's cases, then those of the released versions that are not among them. */
export function withReleased(
  current: readonly Case[],
  released: ReleasedCases,
  left = obsolete,
): readonly Case[] {
  const known = new Set(current.map(contentOf));
  const added = Object.entries(released).flatMap(([version, cases]) =>
    cases
      .filter((given) => left[version]?.[given.name] === undefined)
      .filter((given) => !known.has(contentOf(given)) && known.add(contentOf(given)))
      .map((given) => ({ ...given, name: `${given.name} (${version})`, version })),
  );
  return [...current, ...added];
}

/** What is sent and expected, whatever the numbers of the trace ids: they count the cases, and each case has its own. */
export function contentOf({ steps }: Case): string {
  const numbers = new Map<string, number>();
  return JSON.stringify(steps).replaceAll(/\{\{run\}\}-own-\d+/g, (id) => {
    numbers.set(id, numbers.get(id) ?? numbers.size);
    return `{{run}}-own-${numbers.get(id)}`;
  });
}

// Lists the released versions: each has a folder in schemas/released/, and the digest of its files in digests.json.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
export const releasedFolder = join(root, 'schemas', 'released');
const digestFile = join(releasedFolder, 'digests.json');

export function readVersion(): string {
  return (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version;
}

/** By version. */
export function readDigests(): Readonly<Record<string, string>> {
  const text = existsSync(digestFile) ? readFileSync(digestFile, 'utf8') : '{}';
  return JSON.parse(text) as Record<string, string>;
}

/** The released versions of the major version of package.json: today's contract keeps what they promise. */
export function listReleased(): string[] {
  const majorOf = (version: string) => version.split('.')[0];
  return Object.keys(readDigests()).filter((version) => majorOf(version) === majorOf(readVersion()));
}

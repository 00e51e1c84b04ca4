// Builds the bundle that is served, the file that is deployed, again at each start.

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { StartError } from '../shared/errors.ts';

const root = new URL('../../', import.meta.url);

/** Builds the function and gives the path of the file that exports its handler. */
export async function buildBundle(): Promise<string> {
  try {
    // A process of its own: it takes the second core while the store opens, and esbuild's service ends with it.
    await promisify(execFile)(process.execPath, ['scripts/build.ts'], { cwd: root });
  } catch (error) {
    const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error);
    throw new StartError(`The function could not be built:\n${stderr}`);
  }
  return fileURLToPath(new URL('dist/functions/execute.js', root));
}

// Notes in the checkout that this run has started to change the stage. A run that has not must not roll back: what is deployed then is what a
// person has deployed, or has rolled back to, in the meantime.

import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const fileIn = (directory: string): string => join(directory, 'dist/deployment-started');

export function setStarted(directory: string, started: boolean): void {
  if (started) writeFileSync(fileIn(directory), '');
  else rmSync(fileIn(directory), { force: true });
}

export function hasStarted(directory: string): boolean {
  return existsSync(fileIn(directory));
}

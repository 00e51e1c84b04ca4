// Owns a copy of the service in which osls may build and package without touching the repository's own dist/.
// Leaves what the templates must say to assert/.

import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Template } from './template.ts';

const root = join(import.meta.dirname, '../..');
const parts = ['functions', 'lib', 'schemas', 'scripts', 'package.json', 'serverless.yml'];

export interface ServiceCopy {
  readonly directory: string;
  readonly remove: () => void;
}

export function copyService(): ServiceCopy {
  const directory = mkdtempSync(join(tmpdir(), 'rehearsal-'));
  for (const part of parts) cpSync(join(root, part), join(directory, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'));
  return { directory, remove: () => rmSync(directory, { recursive: true, force: true }) };
}

/** Runs osls in the copy with no AWS setting but those of `env`; resolves with what it printed.
 * @throws with that text when it fails. */
export function serverless(
  directory: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  const home = { HOME: directory, AWS_EC2_METADATA_DISABLED: 'true' };
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [join(directory, 'node_modules/.bin/serverless'), ...args],
      { cwd: directory, env: { ...Object.fromEntries(inherited), ...home, ...env }, maxBuffer: 1 << 24 },
      (error, stdout, stderr) => {
        if (error) reject(new Error(`serverless ${args.join(' ')} failed\n${stdout}${stderr}`));
        else resolve(stdout + stderr);
      },
    );
  });
}

export interface Packaged {
  readonly file: string;
  readonly template: Template;
}

/** Packages `stage` with `parameters` and without credentials. */
export async function packageStage(
  directory: string,
  stage: string,
  parameters: Readonly<Record<string, string>> = {},
): Promise<Packaged> {
  const name = [stage, ...Object.keys(parameters)].join('-');
  const settings = Object.entries(parameters).flatMap(([key, value]) => ['--param', `${key}=${value}`]);
  await serverless(directory, ['package', '--stage', stage, '--package', `packages/${name}`, ...settings]);
  const file = join(directory, 'packages', name, 'cloudformation-template-update-stack.json');
  return { file, template: JSON.parse(readFileSync(file, 'utf8')) as Template };
}

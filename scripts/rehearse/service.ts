// Makes a copy of the service in which osls builds and packages without touching the repository's own dist/.

import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import type { StackTemplate } from '../../tests/support/template.ts';

const root = join(import.meta.dirname, '../..');
const parts =
  'functions lib schemas scripts tests/contract package.json package-lock.json serverless.yml'.split(' ');

export type ServiceCopy = { readonly directory: string; readonly remove: () => void };

/** Copies what is deployed and what deploys it, without installed packages, into a folder with this prefix. */
export function copySources(prefix: string): ServiceCopy {
  const directory = mkdtempSync(join(tmpdir(), prefix));
  for (const part of parts) cpSync(join(root, part), join(directory, part), { recursive: true });
  return { directory, remove: () => rmSync(directory, { recursive: true }) };
}

/** A copy with the packages of the repository. */
export function copyService(): ServiceCopy {
  const copy = copySources('rehearsal-');
  symlinkSync(join(root, 'node_modules'), join(copy.directory, 'node_modules'));
  return copy;
}

/** This process's environment without its AWS settings, and with the copy as its home, so that no setting of a person has an effect. */
export function inheritedEnvironment(directory: string): Record<string, string> {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !/^(AWS_|GITHUB_|CONTRACT_)/.test(entry[0]),
  );
  return {
    ...Object.fromEntries(inherited),
    HOME: directory,
    // osls keeps its compiled schema in .serverless of the home. Here that is the folder that it empties before each run.
    SLS_SCHEMA_CACHE_BASE_DIR: join(root, 'node_modules/.cache/osls'),
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

export type ScriptResult = {
  readonly code: number | null;
  readonly output: string;
};

/** Runs a script with the same Node to its end, whatever its exit code. */
export function runScript(
  directory: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<ScriptResult> {
  return new Promise((resolve) => {
    const options = { cwd: directory, env, maxBuffer: 1 << 24 };
    execFile(process.execPath, args, options, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), output: stdout + stderr }),
    );
  });
}

/** Runs osls in the copy with the AWS settings of `env` only; resolves with what it printed.
 * @throws with that text when it fails */
export async function serverless(
  directory: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const script = join(directory, 'node_modules/.bin/serverless');
  const { code, output } = await runScript(directory, [script, ...args], {
    ...inheritedEnvironment(directory),
    ...env,
  });
  if (code !== 0) throw new Error(`serverless ${args.join(' ')} failed\n${output}`);
  return output;
}

/** Unpacks an archive into an empty folder with no package.json above it, as Lambda does. */
export function unpack(archive: Uint8Array): { readonly bundle: string; readonly remove: () => void } {
  const { 'functions/execute.js': content, ...others } = unzipSync(archive);
  if (content === undefined || Object.keys(others).length > 0)
    throw new Error('the archive must contain functions/execute.js and nothing else');
  const folder = mkdtempSync(join(tmpdir(), 'task-'));
  const bundle = join(folder, 'execute.js');
  writeFileSync(bundle, content);
  return { bundle, remove: () => rmSync(folder, { recursive: true }) };
}

type PackagedTemplate = {
  readonly file: string;
  readonly template: StackTemplate;
};

/** Packages `stage` with `parameters` and without credentials. */
export async function packageStage(
  directory: string,
  stage: string,
  parameters: Readonly<Record<string, string>> = {},
): Promise<PackagedTemplate> {
  const name = [stage, ...Object.keys(parameters)].join('-');
  const settings = Object.entries(parameters).flatMap(([key, value]) => ['--param', `${key}=${value}`]);
  await serverless(directory, ['package', '--stage', stage, '--package', `packages/${name}`, ...settings]);
  const file = join(directory, 'packages', name, 'cloudformation-template-update-stack.json');
  return { file, template: JSON.parse(readFileSync(file, 'utf8')) as StackTemplate };
}

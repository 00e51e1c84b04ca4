// Gives the tool a local log file and a real store with the service's table.
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteItemCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { startStore } from '../../scripts/local/store.ts';
import { readTables } from '../../scripts/local/tables.ts';
import type { WrittenLine, item } from './log-lines.ts';
import { trace, type Changes, type TraceOutput } from './harness.ts';

export type LocalState = {
  /** Runs the tool here; the folder's name is `<state>` in what it says. */
  trace(...args: (string | Changes)[]): Promise<TraceOutput>;
  log(...lines: (WrittenLine | string)[]): void;
  /** Adds text to the log as it is, without the end of a line. */
  logText(text: string): void;
  store(stored: ReturnType<typeof item>): Promise<void>;
  /** Forgets all that was logged and stored. */
  clear(): Promise<void>;
  close(): Promise<void>;
};

export async function startLocalState(): Promise<LocalState> {
  const folder = mkdtempSync(join(tmpdir(), 'trace-'));
  const logFile = join(folder, 'log.jsonl');
  writeFileSync(logFile, '');
  const tables = await readTables('local');
  const table = String(tables.executions.TableName);
  const { endpoint, close } = await startStore(join(folder, 'store'), tables);
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
  const openStore = () => Promise.resolve({ endpoint, table, close: () => Promise.resolve() });
  return {
    trace: async (...args) => {
      const words = args.filter((arg) => typeof arg === 'string');
      const changes = args.find((arg) => typeof arg === 'object');
      const { exitCode, stdout, stderr } = await trace(words, { logFile, openStore, ...changes });
      return {
        exitCode,
        stdout: stdout.replaceAll(folder, '<state>'),
        stderr: stderr.replaceAll(folder, '<state>'),
      };
    },
    log: (...lines) => {
      for (const line of lines)
        appendFileSync(logFile, `${typeof line === 'string' ? line : JSON.stringify(line)}\n`);
    },
    logText: (text) => appendFileSync(logFile, text),
    store: async (stored) => {
      await client.send(new PutItemCommand({ TableName: table, Item: stored }));
    },
    clear: async () => {
      writeFileSync(logFile, '');
      await client.send(new DeleteItemCommand({ TableName: table, Key: { trace_id: { S: 'task-001' } } }));
    },
    close: async () => {
      client.destroy();
      await close();
      rmSync(folder, { recursive: true });
    },
  };
}

// Starts a DynamoDB Local for one suite, in memory, on a free port. The suite makes its own tables.
import { spawn } from 'node:child_process';
import { CreateTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { dynamoDbLocalHome } from '../../scripts/dynamodb-local.ts';
import { findFreePort } from './listen.ts';

export type DynamoDbLocal = {
  /** What to set AWS_ENDPOINT_URL_DYNAMODB to. */
  endpoint: string;
  port: number;
  stop: () => Promise<void>;
};

const readyTimeoutMs = 30_000;
const attempts = 3;

async function answers(endpoint: string): Promise<boolean> {
  try {
    await (await fetch(endpoint)).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

/**
 * Its first write loads half of Java and on a busy machine outlasts the service's own time-out, which would then send it twice.
 * Each access key has a database of its own, so nothing of this is seen by the suite.
 */
async function warmUp(endpoint: string): Promise<void> {
  const credentials = { accessKeyId: 'warmup', secretAccessKey: 'warmup' };
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
  const table = new CreateTableCommand({
    TableName: 'warm-up',
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  });
  const item = {
    TableName: 'warm-up',
    Item: { id: { S: 'warm' } },
    ConditionExpression: 'attribute_not_exists(id)',
  };
  await client.send(table);
  await client.send(new PutItemCommand(item));
  client.destroy();
}

/** Starts it on this port; nothing when it ended before it was ready, as it does when the port is taken. */
async function startOn(port: number): Promise<DynamoDbLocal | undefined> {
  const options = ['-XX:TieredStopAtLevel=1', '-Xmx512m', '-Djava.library.path=./DynamoDBLocal_lib'];
  const args = [
    ...options,
    '-jar',
    'DynamoDBLocal.jar',
    '-inMemory',
    '-disableTelemetry',
    '-port',
    String(port),
  ];
  const java = spawn('java', args, { cwd: dynamoDbLocalHome, stdio: 'ignore' });
  let running = true;
  const ended = new Promise<void>((resolve) => {
    const end = (): void => {
      running = false;
      resolve();
    };
    java.once('error', end);
    java.once('exit', end);
  });
  const kill = (): void => void java.kill('SIGKILL');
  process.once('exit', kill);
  const stop = async (): Promise<void> => {
    process.off('exit', kill);
    kill();
    await ended;
  };

  const endpoint = `http://127.0.0.1:${port}`;
  const deadline = performance.now() + readyTimeoutMs;
  while (running && performance.now() < deadline) {
    if ((await answers(endpoint)) && running) {
      await warmUp(endpoint);
      return { endpoint, port, stop };
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  await stop();
  return undefined;
}

/** A fresh, empty DynamoDB Local that is ready; stop it in `afterAll`. */
export async function spawnDynamoDbLocal(): Promise<DynamoDbLocal> {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const started = await startOn(await findFreePort());
    if (started !== undefined) return started;
  }
  throw new Error(`DynamoDB Local did not start in ${attempts} attempts`);
}

// Reads and changes the topics table: in the local store, or on AWS with the credentials of the environment.

import {
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  paginateScan,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { localStage } from '../local/environment.ts';
import { openLocalStore } from '../local/store.ts';
import { localClient, readTables } from '../local/tables.ts';

/** Which table to use; without any of these, the one of the local store. */
export type TableChoice = {
  readonly stage?: string;
  readonly table?: string;
  readonly region?: string;
};

export type TopicsTable = Awaited<ReturnType<typeof openTopics>>;

export async function openTopics({ stage, table, region }: TableChoice) {
  const local = stage === undefined && table === undefined ? await openLocalStore() : undefined;
  const TableName = table ?? String((await readTables(stage ?? localStage)).topics.TableName);
  const client = local
    ? localClient(local.endpoint)
    : new DynamoDBClient(region === undefined ? {} : { region });
  const at = (topic: string) => ({ TableName, Key: { topic: { S: topic } } });
  return {
    put: async (topic: string, data: string): Promise<void> => {
      const Item = { topic: { S: topic }, data: { S: data }, updated_at: { S: new Date().toISOString() } };
      await client.send(new PutItemCommand({ TableName, Item }));
    },
    get: async (topic: string): Promise<string | undefined> => {
      const { Item } = await client.send(new GetItemCommand({ ...at(topic), ConsistentRead: true }));
      return Item?.['data']?.S;
    },
    /** Every topic, in alphabetical order. */
    list: async (): Promise<readonly string[]> => {
      const found: string[] = [];
      const scan = { TableName, ProjectionExpression: 'topic', ConsistentRead: true };
      for await (const { Items = [] } of paginateScan({ client }, scan))
        found.push(...Items.map((item) => item['topic']?.S ?? ''));
      return found.toSorted();
    },
    /** Gives what was stored, if anything was. */
    delete: async (topic: string): Promise<string | undefined> => {
      const { Attributes } = await client.send(
        new DeleteItemCommand({ ...at(topic), ReturnValues: 'ALL_OLD' }),
      );
      return Attributes?.['data']?.S;
    },
    close: async (): Promise<void> => {
      client.destroy();
      await local?.close();
    },
  };
}

// Reads and changes the topics table: in the local store, or on AWS with the credentials of the environment.

import {
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  paginateScan,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { openLocalStore } from '../local/store.ts';
import { localClient } from '../local/tables.ts';
import { readTables } from '../local/tables.ts';

/** Which table to use; without any of these, the one of the local store. */
export type TableChoice = {
  readonly stage?: string;
  readonly table?: string;
  readonly region?: string;
};

export type TopicsTable = {
  put(topic: string, data: string): Promise<void>;
  get(topic: string): Promise<string | undefined>;
  /** Every topic, in alphabetical order. */
  list(): Promise<readonly string[]>;
  /** Gives what was stored, if anything was. */
  delete(topic: string): Promise<string | undefined>;
  readonly close: () => Promise<void>;
};

export async function openTopics({ stage, table, region }: TableChoice): Promise<TopicsTable> {
  if (stage === undefined && table === undefined) {
    const { endpoint, tables, close } = await openLocalStore();
    return overTable(localClient(endpoint), String(tables.topics.TableName), close);
  }
  const name = table ?? String((await readTables(stage ?? '')).topics.TableName);
  return overTable(new DynamoDBClient(region === undefined ? {} : { region }), name, () => Promise.resolve());
}

function overTable(client: DynamoDBClient, table: string, close: () => Promise<void>): TopicsTable {
  const at = (topic: string) => ({ TableName: table, Key: { topic: { S: topic } } });
  return {
    put: async (topic, data) => {
      const Item = { topic: { S: topic }, data: { S: data }, updated_at: { S: new Date().toISOString() } };
      await client.send(new PutItemCommand({ TableName: table, Item }));
    },
    get: async (topic) => {
      const { Item } = await client.send(new GetItemCommand({ ...at(topic), ConsistentRead: true }));
      return Item?.['data']?.S;
    },
    list: async () => {
      const found: string[] = [];
      const pages = paginateScan(
        { client },
        { TableName: table, ProjectionExpression: 'topic', ConsistentRead: true },
      );
      for await (const { Items = [] } of pages) found.push(...Items.map((item) => item['topic']?.S ?? ''));
      return found.toSorted();
    },
    delete: async (topic) => {
      const { Attributes } = await client.send(
        new DeleteItemCommand({ ...at(topic), ReturnValues: 'ALL_OLD' }),
      );
      return Attributes?.['data']?.S;
    },
    close: async () => {
      client.destroy();
      await close();
    },
  };
}

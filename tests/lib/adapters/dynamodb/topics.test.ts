// How a topic is read from DynamoDB, and which topics it is not asked for.
import { expect, test } from '@jest/globals';
import { createTopics } from '../../../../lib/adapters/dynamodb/topics.ts';
import { invocationAt } from '../../../support/executions.ts';
import { scriptedClient } from './scripted-client.ts';

const invocation = invocationAt(Date.UTC(2031, 3, 1, 9, 30));
const { client, sent, answers } = scriptedClient();
const topics = createTopics(client, 'topics');

test('a topic is read consistently by its name, and its JSON text returned unchanged', async () => {
  answers.push({ body: { Item: { topic: { S: 'gate code' }, data: { S: '{ "a": 1 }' } } } });
  expect(await topics.find('gate code', invocation)).toBe('{ "a": 1 }');
  const input = { TableName: 'topics', Key: { topic: { S: 'gate code' } }, ConsistentRead: true };
  expect(sent).toEqual([{ operation: 'GetItem', input }]);
});

test.each([
  ['without an item', {}],
  ['without data', { Item: { topic: { S: 'gate code' } } }],
  ['with data of another type', { Item: { topic: { S: 'gate code' }, data: { N: '1' } } }],
])('a topic %s is not found', async (_what, body) => {
  answers.push({ body });
  expect(await topics.find('gate code', invocation)).toBeUndefined();
});

test('a topic whose data is not JSON fails: it would break the response', async () => {
  answers.push({ body: { Item: { topic: { S: 'gate code' }, data: { S: '{' } } } });
  await expect(topics.find('gate code', invocation)).rejects.toThrow(SyntaxError);
});

test.each([
  ['2,048 bytes', 'é'.repeat(1024), 1],
  ['2,049 bytes', `${'é'.repeat(1024)}e`, 0],
])('of a topic of %s DynamoDB is asked only if it can be a key', async (_what, topic, requests) => {
  expect(await topics.find(topic, invocation)).toBeUndefined();
  expect(sent).toHaveLength(requests);
});

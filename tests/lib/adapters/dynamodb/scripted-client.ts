// A DynamoDB client without a network: it keeps each request, and answers as the test says. What a real store does with these
// requests is held by tests/lib/ports/executions.test.ts.
import { Readable } from 'node:stream';
import { beforeEach } from '@jest/globals';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { writeItem } from '../../../../lib/adapters/dynamodb/items.ts';
import type { Execution } from '../../../../lib/domain/execution.ts';

type SentCommand = { readonly operation: string; readonly input: unknown };
export type ScriptedAnswer = { readonly status?: number; readonly body: object };

/** Requests and answers of one test: both are empty when a test begins. Without an answer of the test, DynamoDB returns `{}`. */
export function scriptedClient() {
  const sent: SentCommand[] = [];
  const answers: ScriptedAnswer[] = [];
  beforeEach(() => {
    sent.length = 0;
    answers.length = 0;
  });
  const client = new DynamoDBClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
    maxAttempts: 1,
    requestHandler: {
      handle: (
        request: { headers: Record<string, string>; body: Uint8Array },
        { abortSignal }: { abortSignal?: AbortSignal },
      ) => {
        if (abortSignal?.aborted === true) throw Object.assign(new Error('aborted'), { name: 'AbortError' });
        const operation = (request.headers['x-amz-target'] ?? '').replace(/^.*\./, '');
        sent.push({ operation, input: JSON.parse(new TextDecoder().decode(request.body)) });
        const { status = 200, body } = answers.shift() ?? { body: {} };
        const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': 'of-dynamodb' };
        const response = { statusCode: status, headers, body: Readable.from([JSON.stringify(body)]) };
        return Promise.resolve({ response });
      },
    } as never,
  });
  return { client, sent, answers };
}

/** The answer to a write whose condition failed, with the existing item where the store sends it along. */
export function failedCondition(existing?: Execution): ScriptedAnswer {
  return {
    status: 400,
    body: {
      __type: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException',
      message: 'The conditional request failed',
      ...(existing && { Item: writeItem(existing, undefined) }),
    },
  };
}

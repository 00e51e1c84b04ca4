// What a careful engineer assembles from the published building blocks.
import middy from '@middy/core';
import httpJsonBodyParser from '@middy/http-json-body-parser';
import httpErrorHandler from '@middy/http-error-handler';
import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { makeIdempotent, IdempotencyConfig } from '@aws-lambda-powertools/idempotency';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
const logger = new Logger({ serviceName: 'standard' });
const ddb = new DynamoDBClient({});
const doc = DynamoDBDocumentClient.from(ddb);
const ajv = new Ajv2020();
(addFormats as any)(ajv);
const envelope = ajv.compile({
  type: 'object',
  required: ['trace_id', 'decision'],
  properties: {
    trace_id: { type: 'string', minLength: 1, maxLength: 128 },
    decision: { type: 'string' },
    data: {
      type: 'object',
      required: ['workflow_type', 'payload'],
      properties: {
        workflow_type: { const: 'workflow' },
        payload: { type: 'object', required: ['action_type'] },
      },
    },
  },
});
const payloads: Record<string, any> = {
  task: ajv.compile({
    type: 'object',
    required: ['title'],
    properties: {
      action_type: { const: 'task' },
      title: { type: 'string', minLength: 1, maxLength: 256 },
      due: { type: 'string', format: 'date-time' },
    },
    additionalProperties: false,
  }),
  reminder: ajv.compile({
    type: 'object',
    required: ['message', 'time'],
    properties: {
      action_type: { const: 'reminder' },
      message: { type: 'string', minLength: 1 },
      time: { type: 'string', format: 'date-time' },
    },
    additionalProperties: false,
  }),
  meeting: ajv.compile({
    type: 'object',
    required: ['title', 'participants', 'start_time', 'end_time'],
    properties: {
      action_type: { const: 'meeting' },
      title: { type: 'string' },
      participants: { type: 'array', items: { type: 'string' } },
      start_time: { type: 'string', format: 'date-time' },
      end_time: { type: 'string', format: 'date-time' },
    },
    additionalProperties: false,
  }),
};
const config = new IdempotencyConfig({
  eventKeyJmesPath: 'trace_id',
  payloadValidationJmesPath: 'data',
  throwOnNoIdempotencyKey: true,
});
const execute = makeIdempotent(
  async (request: any) => {
    const id = `task_${request.trace_id}`;
    await doc.send(
      new PutCommand({
        TableName: process.env.TABLE_NAME,
        Item: {
          trace_id: request.trace_id,
          task_id: id,
          title: request.data.payload.title,
          created_at: new Date().toISOString(),
        },
      }),
    );
    return { success: true, task_id: id, title: request.data.payload.title };
  },
  {
    persistenceStore: new DynamoDBPersistenceLayer({
      tableName: process.env.IDEMPOTENCY_TABLE ?? 'idempotency',
      awsSdkV3Client: ddb as any,
    }),
    config,
  },
);
export const handler = middy()
  .use(injectLambdaContext(logger, { resetKeys: true }))
  .use(httpJsonBodyParser())
  .use(httpErrorHandler())
  .handler(async (event: any, context: any) => {
    const request = event.body;
    logger.appendKeys({ trace_id: request.trace_id });
    logger.info('request received', { decision: request.decision });
    if (!envelope(request)) return { statusCode: 400, body: JSON.stringify(envelope.errors) };
    if (request.decision !== 'workflow')
      return { statusCode: 200, body: JSON.stringify({ trace_id: request.trace_id, status: 'skipped' }) };
    const validate = payloads[request.data.payload.action_type];
    if (!validate) return { statusCode: 422, body: '{}' };
    if (!validate(request.data.payload)) return { statusCode: 422, body: JSON.stringify(validate.errors) };
    config.registerLambdaContext(context);
    const result = await execute(request);
    logger.info('executed', { action_type: request.data.payload.action_type });
    return {
      statusCode: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ trace_id: request.trace_id, status: 'success', execution_result: result }),
    };
  });

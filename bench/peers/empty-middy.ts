// An empty middy handler with the body parser: what any skip or refusal on this stack must cost.
import middy from '@middy/core';
import httpJsonBodyParser from '@middy/http-json-body-parser';

export const handler = middy()
  .use(httpJsonBodyParser())
  .handler(async () => ({ statusCode: 200, headers: { 'content-type': 'application/json' }, body: '{}' }));

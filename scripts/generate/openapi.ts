// The OpenAPI 3.1 document of the service, from its schemas: every shape, status, header and error code.
import { codes, table } from './markdown.ts';
import { exampleRequests } from './openapi-examples.ts';
import { describeResponses, headerComponents } from './openapi-responses.ts';
import { describeSchemas, ref } from './openapi-schemas.ts';
import { isOwn, type Contract } from './contract.ts';

const about = `
The last layer of an assistant pipeline. A decision hub posts a decision. The service executes it if it is a workflow, exactly
once per \`trace_id\`, and answers with what happened. \`info\` only reads: it is never stored, replayed or refused as a conflict.

**Idempotency.** The \`trace_id\` is the idempotency key. The same request with the same \`trace_id\` gets the stored answer, byte for
byte, with \`idempotent-replayed: true\`; key order and white space do not matter. Another request with a used \`trace_id\` gets
\`trace_id_conflict\`: send it under a new one. Any other refused request (400, 413, 415, 422) does not use up its \`trace_id\`: correct
it and send it again.

**Retries.** If \`retryable\` is true, or no answer came at all, send the same request with the same \`trace_id\` again: it ends in
exactly one execution; or in none, with \`reminder_time_in_past\`, if nothing was recorded and the reminder's time has passed since.
If there is a \`retry-after\`, wait that many seconds first.

**Dry run.** With \`dry_run: true\` beside \`trace_id\` everything up to the store is checked, and nothing is executed, stored or reserved:
the response has the \`status\` \`planned\` and the result of a success as far as it is known then, or it is the failure or the skip.

**Responses** are JSON in one of three shapes, distinguished by \`status\`: \`success\`, \`skipped\` or \`failed\` (and \`planned\`, only to a dry run). A failure has an
\`error_code\` for programs, a \`message\` that says what to change, and for a breach of the schema \`details\` with JSON Pointers into
the request. API Gateway answers some calls itself, with the body \`{"message": …}\` and no \`error_code\`: 401, 403, 404, 429, 413 for a
body of more than 10 MB, and 500 or 503 if the function ended without an answer or could not start. After its 429, 500 or 503 send
the same request again, with growing pauses.

**Missing fields.** A field of a payload is missing if it is absent, \`null\`, an empty list, or a text without a visible character. A
required one is refused with a code of its action; an optional one counts as not given, and does not come back.

**Checks** run in this order, and the first that fails decides the response: media type, size (64 KiB), JSON, object, \`trace_id\`,
\`decision\`, gate, envelope, payload present, \`action_type\`, missing fields, schema, participants, times, store.

**Access.** A deployed API takes requests that are signed with AWS Signature Version 4 for the service \`execute-api\`, or, if it
has an issuer, requests with a JSON Web Token of it (\`Authorization: Bearer …\`) instead. A local one takes any request.
`.trim();

export function generateOpenApi(contract: Contract, version: string): string {
  const document = {
    openapi: '3.1.0',
    info: {
      title: 'Workflow Executor',
      version,
      summary: 'Executes the workflows of a decision hub, exactly once each.',
      description: about,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    tags: [{ name: 'workflow', description: 'One request takes one path and gets one answer.' }],
    paths: {
      '/api/workflow/execute': {
        post: {
          operationId: 'executeWorkflow',
          tags: ['workflow'],
          summary: 'Execute a decision',
          description: [
            'Executes the payload when `decision` is exactly `workflow`; skips it otherwise.',
            '',
            describeActions(contract),
          ].join('\n'),
          requestBody: {
            required: true,
            description:
              'At most 64 KiB of JSON in UTF-8, as `application/json` or any `application/*+json`, with any parameters and no content-encoding.',
            content: {
              'application/json': {
                schema: ref('WorkflowRequest'),
                examples: exampleRequests(contract.actions),
              },
            },
          },
          responses: describeResponses(contract),
          security: [{ awsSignature: [] }, { jsonWebToken: [] }, {}],
        },
      },
    },
    components: {
      schemas: describeSchemas(contract),
      headers: headerComponents,
      securitySchemes: {
        awsSignature: {
          type: 'apiKey',
          name: 'Authorization',
          in: 'header',
          description:
            'AWS Signature Version 4 for the service `execute-api`; the default of a deployed API.',
          'x-amazon-apigateway-authtype': 'awsSigv4',
        },
        jsonWebToken: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'In place of the signature, if the deployment has an issuer.',
        },
      },
    },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function describeActions({ actions }: Contract): string {
  const rows = [...actions].map(([type, { description, required }]) => [
    codes([type]),
    description,
    codes(required.filter(isOwn)),
  ]);
  return table(['action_type', 'what it does', 'required'], rows);
}

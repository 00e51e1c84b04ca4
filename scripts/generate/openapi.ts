// The OpenAPI 3.1 document of the service, from its schemas: every shape, status, header and error code.
import { exampleRequests } from './openapi-examples.ts';
import { describeResponses, headerComponents } from './openapi-responses.ts';
import { describeSchemas, ref } from './openapi-schemas.ts';
import type { ActionSchema, ErrorRow, Schema } from './schemas.ts';

const about = `
The last layer of an assistant pipeline. A decision hub posts a decision; the executor executes it when it is a workflow,
exactly once per \`trace_id\`, and says plainly what happened.

**Once, and only once.** The same request under the same \`trace_id\` gets the stored answer again, byte for byte, with
\`idempotent-replayed: true\`. Another request under a used \`trace_id\` gets \`trace_id_conflict\`. A refused request (400, 413,
415, 422) does not use its \`trace_id\` up: correct it and send it again. Key order and white space do not matter.

**Retries.** When \`retryable\` is true, or no answer came at all, send the same request again under the same \`trace_id\`: it
ends in exactly one execution. Where there is a \`retry-after\`, wait that many seconds.

**Every answer is JSON** in one of three shapes, told apart by \`status\`: \`success\`, \`skipped\` or \`failed\`. A failure
carries an \`error_code\` for programs, a \`message\` that says what to change, and for a breach of the schema \`details\` with
JSON Pointers into the request.

**Missing fields.** A field of a payload is missing when it is absent, \`null\`, an empty list, or a text without a visible
character. A required one is refused by a code of its own; an optional one counts as not given, and does not come back.

**Checks** run in this order, and the first that fails answers: media type, size (64 KiB), JSON, object, \`trace_id\`,
\`decision\`, gate, envelope, payload present, \`action_type\`, missing fields, schema, times, store.

**Calling.** A deployed API takes requests that are signed with AWS Signature Version 4 for the service \`execute-api\`, or a
JSON Web Token where it is configured so. A local one takes any request.
`.trim();

export function generateOpenApi(
  schemas: Map<string, Schema>,
  actions: Map<string, ActionSchema>,
  errors: Map<string, ErrorRow>,
  version: string,
): string {
  const document = {
    openapi: '3.1.0',
    info: {
      title: 'Workflow Executor',
      version,
      summary: 'Executes the workflows that a decision hub decides on, exactly once each.',
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
            describeActions(actions),
          ].join('\n'),
          requestBody: {
            required: true,
            description:
              'At most 64 KiB of JSON in UTF-8, as `application/json` or any `application/*+json`, with any parameters and no content-encoding.',
            content: {
              'application/json': { schema: ref('WorkflowRequest'), examples: exampleRequests(actions) },
            },
          },
          responses: describeResponses(actions, errors),
          security: [{ awsSignature: [] }, { jsonWebToken: [] }, {}],
        },
      },
    },
    components: {
      schemas: describeSchemas(schemas, actions, errors),
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
          description: 'In place of the signature, where the deployment names an issuer.',
        },
      },
    },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function describeActions(actions: Map<string, ActionSchema>): string {
  const rows = [...actions].map(
    ([type, { description, required }]) =>
      `| \`${type}\` | ${description} | ${required
        .filter((field) => field !== 'action_type')
        .map((field) => `\`${field}\``)
        .join(' ')} |`,
  );
  return ['| action_type | what it does | required |', '|---|---|---|', ...rows].join('\n');
}

// The responses of the OpenAPI document, by status: what each holds, its headers, and the codes that it may carry.
import { STATUS_CODES } from 'node:http';
import { codes, table, yesOrNo } from './markdown.ts';
import { exampleFailure, exampleSuccesses } from './openapi-examples.ts';
import { ref } from './openapi-schemas.ts';
import type { Contract, ErrorRow, Schema } from './contract.ts';

const mediaType = 'application/json';
/** Statuses of outcomes that are stored, so that a retry gets them as a replay. */
const replayable = new Set([200, 502]);

/** Headers of the service's responses; those of API Gateway are not promised. */
export const headerComponents: Record<string, Schema> = {
  ContentType: {
    description: 'The media type of every response.',
    required: true,
    schema: { type: 'string', const: 'application/json; charset=utf-8' },
  },
  CacheControl: {
    description: 'No response may be kept.',
    required: true,
    schema: { type: 'string', const: 'no-store' },
  },
  TraceId: {
    description: 'The `trace_id` of the request, if it had a valid one.',
    schema: { type: 'string' },
  },
  IdempotentReplayed: {
    description: 'Present only on a replay: this is the stored answer of an earlier execution.',
    schema: { type: 'string', const: 'true' },
  },
  RetryAfter: {
    description: 'Whole seconds after which to send the same request again.',
    required: true,
    schema: { type: 'integer', minimum: 1 },
  },
};

export function describeResponses({ actions, errors }: Contract): Record<string, Schema> {
  const statuses = [...new Set([...errors.values()].map(({ status }) => status))].toSorted((a, b) => a - b);
  const failures = statuses.map((status) => {
    const rows = [...errors].filter(([, row]) => row.status === status);
    return [status, describeFailures(status, rows, actions)] as const;
  });
  return {
    200: {
      description:
        'Executed, executed before (then with `idempotent-replayed: true`), skipped, or planned for a dry run.',
      headers: headersOf(200),
      content: {
        [mediaType]: {
          schema: {
            oneOf: [ref('SuccessResponse'), ref('SkippedResponse'), ref('PlannedResponse')],
            discriminator: {
              propertyName: 'status',
              mapping: {
                success: ref('SuccessResponse')['$ref'],
                skipped: ref('SkippedResponse')['$ref'],
                planned: ref('PlannedResponse')['$ref'],
              },
            },
          },
          examples: exampleSuccesses(actions),
        },
      },
    },
    ...Object.fromEntries(failures),
    401: gatewayRefusal('The JSON Web Token is missing or not valid.', 'Unauthorized'),
    403: gatewayRefusal('The call is not signed, or its signer may not call this API.', 'Forbidden'),
    429: gatewayRefusal('More requests than this API lets through.', 'Too Many Requests'),
  };
}

function describeFailures(
  status: number,
  rows: readonly (readonly [string, ErrorRow])[],
  actions: Contract['actions'],
): Schema {
  const when = rows.map(([code, row]) => [codes([code]), row.when, yesOrNo(row.retryable)]);
  const narrowed = { properties: { error_code: { enum: rows.map(([code]) => code) } } };
  return {
    description: `${STATUS_CODES[status]}.\n\n${table(['error_code', 'when', 'retryable'], when)}`,
    headers: headersOf(status),
    content: {
      [mediaType]: {
        schema: { allOf: [ref('FailedResponse'), { properties: { execution_result: narrowed } }] },
        examples: Object.fromEntries(
          rows.map(([code, row]) => [code, exampleFailure(code, row, actions)] as const),
        ),
      },
    },
  };
}

function headersOf(status: number): Schema {
  const header = (name: string) => ({ $ref: `#/components/headers/${name}` });
  return {
    'Content-Type': header('ContentType'),
    'Cache-Control': header('CacheControl'),
    'X-Trace-Id': header('TraceId'),
    ...(replayable.has(status) && { 'Idempotent-Replayed': header('IdempotentReplayed') }),
    ...((status === 409 || status === 503) && { 'Retry-After': header('RetryAfter') }),
  };
}

function gatewayRefusal(description: string, message: string): Schema {
  return {
    description: `${description} Answered by API Gateway, not by the service.`,
    content: { [mediaType]: { schema: ref('GatewayRefusal'), example: { message } } },
  };
}

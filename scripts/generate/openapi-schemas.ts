// The schema components of the OpenAPI document, one for each shape.
import { resolveSchema } from './openapi-resolve.ts';
import type { ActionSchema, Contract, Schema } from './contract.ts';

export function ref(component: string): Schema {
  return { $ref: `#/components/schemas/${component}` };
}

/** Components by name, in the order in which the docs page lists them. */
export function describeSchemas({ schemas, actions, errors }: Contract): Record<string, Schema> {
  const part = (file: string, pointer: string) => resolveSchema(schemas, file, pointer);
  const { trace_id, decision } = part('request.schema.json', '')['properties'] as Record<string, Schema>;
  const workflowType = part(
    'request.schema.json',
    '/$defs/envelope/properties/data/properties/workflow_type',
  );
  const known = [...actions].map(([type, { title }]) => [type, ref(title)] as const);

  return {
    WorkflowRequest: {
      description: 'A decision of the hub: one to execute, or any other.',
      oneOf: [ref('ExecuteRequest'), ref('OtherDecision')],
    },
    ExecuteRequest: {
      title: 'ExecuteRequest',
      description: 'Every field is checked, and an unknown one is refused by name.',
      type: 'object',
      required: ['trace_id', 'decision', 'data'],
      additionalProperties: false,
      properties: {
        trace_id: { ...trace_id },
        decision: { description: 'Only exactly this is executed.', const: 'workflow' },
        dry_run: part('request.schema.json', '/$defs/envelope/properties/dry_run'),
        data: {
          type: 'object',
          required: ['workflow_type', 'payload'],
          additionalProperties: false,
          properties: { workflow_type: workflowType, payload: ref('Payload') },
        },
      },
    },
    OtherDecision: {
      title: 'OtherDecision',
      description: 'The response is `skipped`: only these two fields are checked, and nothing is stored.',
      type: 'object',
      required: ['trace_id', 'decision'],
      properties: { trace_id: { ...trace_id }, decision: { ...decision, not: { const: 'workflow' } } },
    },
    Payload: {
      description: 'What to execute. `action_type` names the action, which decides the fields.',
      oneOf: known.map(([, reference]) => reference),
      discriminator: {
        propertyName: 'action_type',
        mapping: Object.fromEntries(known.map(([type, { $ref }]) => [type, $ref])),
      },
    },
    ...Object.fromEntries(
      [...actions].map(([type, { title }]) => [title, withNotGiven(part(fileOf(type), ''))]),
    ),
    NotGiven: part('common.schema.json', '/$defs/notGiven'),
    SuccessResponse: override(part('response.schema.json', '/$defs/success'), {
      execution_result: ref('ExecutionResult'),
    }),
    ExecutionResult: {
      description:
        '`success`, the id, the fields of the payload as sent, then what the action adds. The id comes from the `trace_id` alone.',
      oneOf: [...actions.values()].map((schema) => ref(schema.$defs.result['title'] as string)),
    },
    ...Object.fromEntries(
      [...actions].map(([type, schema]) => [
        schema.$defs.result['title'] as string,
        part(fileOf(type), '/$defs/result'),
      ]),
    ),
    PlannedResponse: override(part('response.schema.json', '/$defs/planned'), {
      execution_result: ref('PlannedResult'),
    }),
    PlannedResult: {
      description: 'The result of a success, as far as it is known before anything is done.',
      oneOf: [...actions.values()].map((schema) => ref(plannedTitle(schema))),
    },
    ...Object.fromEntries(
      [...actions].map(([type, schema]) => [
        plannedTitle(schema),
        withoutAnswer(part(fileOf(type), '/$defs/result')),
      ]),
    ),
    SkippedResponse: part('response.schema.json', '/$defs/skipped'),
    FailedResponse: override(part('response.schema.json', '/$defs/failed'), {
      execution_result: ref('Failure'),
    }),
    Failure: override(part('response.schema.json', '/$defs/failure'), { error_code: ref('ErrorCode') }),
    ErrorCode: {
      description: 'What went wrong, for programs. Codes may be added; none changes its meaning.',
      type: 'string',
      enum: [...errors.keys()],
    },
    GatewayRefusal: {
      description: 'The body of an answer that API Gateway gives itself: it has no `error_code`.',
      type: 'object',
      properties: { message: { type: 'string' } },
    },
  };
}

function fileOf(actionType: string): string {
  return `actions/${actionType}.schema.json`;
}

function plannedTitle({ $defs }: ActionSchema): string {
  return `Planned${$defs.result['title'] as string}`;
}

/** A result without what the store or an outside system says. */
function withoutAnswer(result: Schema): Schema {
  const { external: _external, data: _data, ...properties } = result['properties'] as Record<string, Schema>;
  const required = (result['required'] as readonly string[]).filter((name) => name in properties);
  return { ...result, title: `Planned${result['title'] as string}`, required, properties };
}

/** Lets an optional field hold what counts as not given. */
function withNotGiven(schema: Schema): Schema {
  const required = schema['required'] as readonly string[];
  const properties = Object.entries(schema['properties'] as Record<string, Schema>).map(
    ([name, { description, ...own }]) => [
      name,
      required.includes(name)
        ? { ...(description !== undefined && { description }), ...own }
        : { ...(description !== undefined && { description }), anyOf: [own, ref('NotGiven')] },
    ],
  );
  return { ...schema, properties: Object.fromEntries(properties) as Schema };
}

function override(schema: Schema, properties: Record<string, Schema>): Schema {
  return { ...schema, properties: { ...(schema['properties'] as object), ...properties } };
}

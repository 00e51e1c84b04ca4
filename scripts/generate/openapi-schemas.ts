// The schemas of schemas/ as components of the OpenAPI document: one component a shape, every `$ref` between files
// resolved in place, so that each component reads as a whole. Leaves responses and examples to its neighbours.
import { posix } from 'node:path';
import type { ActionSchema, ErrorRow, Schema } from './schemas.ts';

/** Keywords that mean something only to the files, to ajv or to the generator. */
const dropped = new Set([
  '$schema',
  '$id',
  '$comment',
  '$defs',
  'x-missing',
  'x-pattern-message',
  'examples',
]);
/** Keywords of which the nearer one wins where a schema refers to another and adds to it. */
const annotations = new Set(['title', 'description']);
const mostDepth = 50;

export function ref(component: string): Schema {
  return { $ref: `#/components/schemas/${component}` };
}

/** Components by name, in the order in which the docs page lists them. */
export function describeSchemas(
  schemas: Map<string, Schema>,
  actions: Map<string, ActionSchema>,
  errors: Map<string, ErrorRow>,
): Record<string, Schema> {
  const part = (file: string, pointer: string) => resolve(schemas, file, at(schemas, file, pointer));
  const { trace_id, decision } = part('request.schema.json', '')['properties'] as Record<string, Schema>;
  const workflowType = part(
    'request.schema.json',
    '/$defs/envelope/properties/data/properties/workflow_type',
  );
  const known = [...actions].map(([type, { title }]) => [type, ref(title)] as const);

  return {
    WorkflowRequest: {
      description: 'A decision of the hub: one to execute, or one that is not for this service.',
      oneOf: [ref('ExecuteRequest'), ref('OtherDecision')],
    },
    ExecuteRequest: {
      title: 'Execute a workflow',
      description: 'Every field is checked, and an unknown one is refused by name.',
      type: 'object',
      required: ['trace_id', 'decision', 'data'],
      additionalProperties: false,
      properties: {
        trace_id: { ...trace_id },
        decision: { description: 'Only exactly this executes.', const: 'workflow' },
        data: {
          type: 'object',
          required: ['workflow_type', 'payload'],
          additionalProperties: false,
          properties: { workflow_type: workflowType, payload: ref('Payload') },
        },
      },
    },
    OtherDecision: {
      title: 'Any other decision',
      description:
        'Answered with `skipped`: nothing but these two fields is looked at, and nothing is stored.',
      type: 'object',
      required: ['trace_id', 'decision'],
      properties: { trace_id: { ...trace_id }, decision: { ...decision, not: { const: 'workflow' } } },
    },
    Payload: {
      description: 'What to execute. `action_type` picks the action, and with it the fields.',
      oneOf: known.map(([, reference]) => reference),
      discriminator: {
        propertyName: 'action_type',
        mapping: Object.fromEntries(known.map(([type, { $ref }]) => [type, $ref])),
      },
    },
    ...Object.fromEntries([...actions].map(([type, { title }]) => [title, part(fileOf(type), '')])),
    SuccessResponse: override(part('response.schema.json', '/$defs/success'), {
      execution_result: ref('ExecutionResult'),
    }),
    ExecutionResult: {
      description:
        '`success`, the id, the fields of the payload as they were sent, then what the action adds. The id comes from the `trace_id` alone.',
      oneOf: [...actions.values()].map((schema) => ref(schema.$defs.result['title'] as string)),
    },
    ...Object.fromEntries(
      [...actions].map(([type, schema]) => [
        schema.$defs.result['title'] as string,
        part(fileOf(type), '/$defs/result'),
      ]),
    ),
    SkippedResponse: part('response.schema.json', '/$defs/skipped'),
    FailedResponse: override(part('response.schema.json', '/$defs/failed'), {
      execution_result: ref('Failure'),
    }),
    Failure: override(part('response.schema.json', '/$defs/failure'), { error_code: ref('ErrorCode') }),
    ErrorCode: {
      description: 'What went wrong, for programs. Codes may be added; none changes its meaning.',
      enum: [...errors.keys()],
    },
    GatewayRefusal: {
      description:
        'The body of API Gateway itself, for a request that it turned away before it reached the service.',
      type: 'object',
      properties: { message: { type: 'string' } },
    },
  };
}

function fileOf(actionType: string): string {
  return `actions/${actionType}.schema.json`;
}

function override(schema: Schema, properties: Record<string, Schema>): Schema {
  const { title: _title, ...rest } = schema;
  return { ...rest, properties: { ...(schema['properties'] as object), ...properties } };
}

/** The schema at a JSON Pointer of a file. */
function at(schemas: Map<string, Schema>, file: string, pointer: string): unknown {
  let node: unknown = schemas.get(file);
  for (const name of pointer.split('/').slice(1)) node = (node as Schema | undefined)?.[name];
  if (node === undefined) throw new Error(`${file}#${pointer} is not there`);
  return node;
}

/** A schema without references. @throws Error where it would say two things, or where it refers to itself. */
function resolve(schemas: Map<string, Schema>, file: string, node: unknown, depth = 0): Schema {
  if (depth > mostDepth) throw new Error(`${file} refers to itself`);
  const inner = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(inner);
    return typeof value === 'object' && value !== null ? resolve(schemas, file, value, depth + 1) : value;
  };
  const { $ref, ...own } = node as Schema;
  const kept = Object.entries(own).filter(([keyword]) => !dropped.has(keyword));
  const said = Object.fromEntries(kept.map(([keyword, value]) => [keyword, inner(value)]));
  if (typeof $ref !== 'string') return said;
  const [path = '', pointer = ''] = $ref.split('#');
  const target = path === '' ? file : posix.join(posix.dirname(file), path);
  const referred = resolve(schemas, target, at(schemas, target, pointer), depth + 1);
  for (const [keyword, value] of Object.entries(said)) {
    const before = referred[keyword];
    if (before === undefined || annotations.has(keyword) || JSON.stringify(before) === JSON.stringify(value))
      continue;
    throw new Error(`${file}: ${keyword} beside ${$ref} differs from what it refers to`);
  }
  return { ...referred, ...said };
}

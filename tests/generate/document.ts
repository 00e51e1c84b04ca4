// Reads the OpenAPI document for the tests, and checks values by its schemas.
import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

export type MediaObject = {
  readonly schema: object;
  readonly examples: Readonly<Record<string, { readonly value: unknown }>>;
};
type ResponseObject = {
  readonly headers: Readonly<Record<string, object>>;
  readonly content: Readonly<Record<string, MediaObject>>;
};
type OperationObject = {
  readonly requestBody: { readonly content: Readonly<Record<string, MediaObject>> };
  readonly responses: Readonly<Record<string, ResponseObject>>;
};
type OpenApiDocument = {
  readonly info: { readonly version: string };
  readonly servers: readonly object[];
  readonly paths: { readonly '/api/workflow/execute': { readonly post: OperationObject } };
  readonly components: { readonly schemas: Readonly<Record<string, { readonly enum?: readonly string[] }>> };
};

export const documentText = readFileSync('schemas/openapi.json', 'utf8');
export const document = JSON.parse(documentText) as OpenApiDocument;

const { requestBody, responses } = document.paths['/api/workflow/execute'].post;
/** Statuses of API Gateway's own responses. */
const gateways = ['401', '403', '429'];

/** The service's own responses by status. */
export const ownResponses = Object.entries(responses).filter(([status]) => !gateways.includes(status));

/** The JSON of the request. */
export function requestMedia(): MediaObject {
  return mediaOf(requestBody.content);
}

/** The JSON of the response with this status. */
export function responseMedia(status: number): MediaObject {
  return mediaOf(responses[status]?.content ?? {});
}

function mediaOf(content: Readonly<Record<string, MediaObject>>): MediaObject {
  return content['application/json'] ?? { schema: { not: {} }, examples: {} };
}

const ajv = new Ajv2020({ strict: false }).addSchema(document, 'openapi');
const compiled = new Map<MediaObject, ValidateFunction>();

/** Whether a value fits a schema of the document. */
export function fits(media: MediaObject, value: unknown): boolean {
  const known = compiled.get(media);
  if (known !== undefined) return known(value);
  const schema = JSON.parse(JSON.stringify(media.schema).replaceAll('"#/', '"openapi#/')) as object;
  const validate = ajv.compile(schema);
  compiled.set(media, validate);
  return validate(value);
}

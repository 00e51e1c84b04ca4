// Turns ajv's errors into the contract's details: JSON Pointers into the request, and words that say what to change.
import type { ErrorObject } from 'ajv';
import type { Detail } from '../domain/failure.ts';
import { patternMessages } from '../generated/tables.ts';
import { insteadOf } from './objects.ts';

const mostDetails = 20;

/**
 * At most twenty details of why a value does not fit; never with the value itself.
 *
 * @param base where the value stands in the request: a JSON Pointer
 */
export function explain(errors: readonly ErrorObject[], value: unknown, base = ''): Detail[] {
  const details = new Map<string, Detail>();
  for (const error of errors) {
    if (details.size === mostDetails) break;
    const path = `${base}${error.instancePath}${ownPath(error)}`;
    const message = describe(error, value);
    // A schema that builds on another may find the same breach twice.
    details.set(`${path} ${message}`, { path, message });
  }
  return [...details.values()];
}

/** ajv points at the object; the field that is missing or unknown is in its params. */
function ownPath({ keyword, params }: ErrorObject): string {
  if (keyword === 'additionalProperties') return `/${escapePointer(String(params['additionalProperty']))}`;
  if (keyword === 'required') return `/${escapePointer(String(params['missingProperty']))}`;
  return '';
}

/** RFC 6901, section 3. */
function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function describe({ keyword, params, message, instancePath }: ErrorObject, value: unknown): string {
  switch (keyword) {
    case 'additionalProperties':
      return 'is not a known field; remove it';
    case 'required':
      return 'is required';
    case 'type':
      return describeType([params['type']].flat().map(String), valueAt(value, instancePath));
    case 'const':
      return `must be exactly ${JSON.stringify(params['allowedValue'])}`;
    case 'enum':
      return `must be one of ${(params['allowedValues'] as unknown[]).join(', ')}`;
    case 'minLength':
      return params['limit'] === 1 ? 'must not be empty' : `must have at least ${params['limit']} characters`;
    case 'maxLength':
      return `must have at most ${params['limit']} characters`;
    case 'minItems':
      return `must have at least ${params['limit']} ${params['limit'] === 1 ? 'entry' : 'entries'}`;
    case 'maxItems':
      return `must have at most ${params['limit']} entries`;
    case 'uniqueItems':
      return 'must not have the same entry twice';
    case 'pattern':
      return patternMessages[String(params['pattern'])] ?? 'is not of the form that its schema asks for';
    default:
      return message ?? 'does not fit its schema';
  }
}

/** `null` is left out: where a schema takes it, it counts as absent, and is refused by a code of its own. */
function describeType(types: readonly string[], found: unknown): string {
  const wanted = types.filter((type) => type !== 'null');
  const whole = wanted.find((type) => type === 'object' || type === 'array');
  const instead = whole === undefined ? '' : insteadOf(whole, found);
  return `must be ${wanted.map(withArticle).join(' or ')}${instead}`;
}

function withArticle(type: string): string {
  return `${/^[aeio]/.test(type) ? 'an' : 'a'} ${type}`;
}

/** @param path a JSON Pointer below the value to what a validator has looked at: names of a schema, which need no unescaping */
function valueAt(value: unknown, path: string): unknown {
  const names = path.split('/').slice(1);
  return names.reduce((inner, name) => (inner as Readonly<Record<string, unknown>>)[name], value);
}

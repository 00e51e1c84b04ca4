// Turns ajv's errors into details (schemas/README.md, Failures): JSON Pointers into the request, and what to change there.
import type { ErrorObject } from 'ajv';
import type { Detail } from '../domain/failure.ts';
import { patternMessages } from '../generated/tables.ts';
import type { Validator } from '../generated/validators.js';
import { describeWrongType } from './describe-wrong-type.ts';

const maxDetails = 20;

/**
 * At most twenty details of why a value does not match its schema; never with the value itself.
 *
 * @param errors of a validator that has refused the value
 * @param base JSON Pointer to the value in the request
 */
export function explain(errors: Validator['errors'], value: unknown, base = ''): Detail[] {
  const details = new Map<string, Detail>();
  for (const error of errors ?? []) {
    if (details.size === maxDetails) break;
    const path = `${base}${error.instancePath}${ownPath(error)}`;
    const message = messageFor(error, value);
    // Where a schema refers to another, both may report the same breach.
    details.set(`${path} ${message}`, { path, message });
  }
  return [...details.values()];
}

/** ajv points at the object; the field that is missing or unknown is in its params. */
function ownPath({ keyword, params }: ErrorObject): string {
  if (keyword === 'additionalProperties') return `/${escapePointer(String(params['additionalProperty']))}`;
  if (keyword === 'required' || keyword === 'dependentRequired')
    return `/${escapePointer(String(params['missingProperty']))}`;
  return '';
}

/** RFC 6901, section 3. */
function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function messageFor({ keyword, params, message, instancePath }: ErrorObject, value: unknown): string {
  switch (keyword) {
    case 'additionalProperties':
      return 'is not a known field; remove it';
    case 'required':
      return 'is required';
    case 'dependentRequired':
      return `is required with ${params['property']}`;
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
    case 'x-url':
      return 'must be a URL that can be called';
    case 'pattern':
      return patternMessages[String(params['pattern'])] ?? 'is not of the form that its schema asks for';
    default:
      return message ?? 'does not fit its schema';
  }
}

/** `null` is left out: a field of the envelope that is `null` counts as absent, and has a code of its own. */
function describeType(types: readonly string[], found: unknown): string {
  const wanted = types.filter((type) => type !== 'null');
  const whole = wanted.find((type) => type === 'object' || type === 'array');
  const wrongType = whole === undefined ? '' : describeWrongType(whole, found);
  return `must be ${wanted.map(withArticle).join(' or ')}${wrongType}`;
}

function withArticle(type: string): string {
  return `${/^[aeio]/.test(type) ? 'an' : 'a'} ${type}`;
}

/** @param path JSON Pointer below the value, of names in a schema: they need no unescaping */
function valueAt(value: unknown, path: string): unknown {
  const names = path.split('/').slice(1);
  return names.reduce((inner, name) => (inner as Readonly<Record<string, unknown>>)[name], value);
}

// Turns ajv's errors into the contract's details: JSON Pointers into the request, and words that say what to change.
import type { ErrorObject } from 'ajv';
import type { Detail } from '../contract/failure.ts';
import { patternMessages } from '../generated/tables.ts';

const mostDetails = 20;

/** At most twenty details of why a value below `base` (a JSON Pointer) does not fit; never with the value itself. */
export function explain(errors: readonly ErrorObject[], base: string): Detail[] {
  const details = new Map<string, Detail>();
  for (const error of errors) {
    if (details.size === mostDetails) break;
    const path = `${base}${error.instancePath}${ownPath(error)}`;
    const message = describe(error);
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

function describe({ keyword, params, message }: ErrorObject): string {
  switch (keyword) {
    case 'additionalProperties':
      return 'is not a known field; remove it';
    case 'required':
      return 'is required';
    case 'type':
      return `must be ${[params['type']].flat().map(withArticle).join(' or ')}`;
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

function withArticle(type: unknown): string {
  if (type === 'null') return 'null';
  return `${/^[aeio]/.test(String(type)) ? 'an' : 'a'} ${String(type)}`;
}

// Builders of cases about one field of a payload.
import type { Case, Step } from '../case.ts';
import { atFields, execute, fails, ok, one, show, type Json } from './build.ts';

type BuildPayload = (fields: Json) => Json;

/** Every form of missing: absent, null, an empty list, or a text without a visible character. */
const absences: readonly unknown[] = [
  undefined,
  null,
  [],
  '',
  ' ',
  ' \t\n',
  '\u00a0\u2003\u3000\ufeff',
  '\u0000\u0085',
  '\u00ad\u200b\u3164\ufe0f\u{e0001}',
  '\u2800',
];

/** A required field, missing in every form. */
export function missing(
  build: BuildPayload,
  field: string,
  code: Parameters<typeof fails>[0],
  message: string,
): Case[] {
  return absences.map((value) =>
    one(
      `${String(build({})['action_type'])}: ${field} ${show(value)} is missing`,
      execute(build({ [field]: value })),
      fails(code, { message }),
    ),
  );
}

/** An optional field, missing in every form: it counts as not given, and is not returned. */
export function optional(build: BuildPayload, field: string): Case[] {
  return absences.map((value) => {
    const request = execute(build({ [field]: value }));
    return {
      name: `${String(build({})['action_type'])}: ${field} ${show(value)} counts as not given`,
      steps: [{ request, response: { ...ok(), notContains: [`"${field}":`] } }],
    };
  });
}

/** A text field of the maximum length, in characters of one and of two code units, and one character longer. */
export function longest(
  build: BuildPayload,
  field: string,
  maxLength: number,
  fits: (value: string) => Step['response'],
): Case[] {
  const action = String(build({})['action_type']);
  return ['a', '😀'].flatMap((character) => [
    one(
      `${action}: ${maxLength} times ${character} fit in ${field}`,
      execute(build({ [field]: character.repeat(maxLength) })),
      fits(character.repeat(maxLength)),
    ),
    one(
      `${action}: ${maxLength + 1} times ${character} do not fit in ${field}`,
      execute(build({ [field]: character.repeat(maxLength + 1) })),
      fails('invalid_payload', atFields(field)),
    ),
  ]);
}

export function refuses(
  build: BuildPayload,
  field: string,
  values: readonly unknown[],
  path = field,
): Case[] {
  return values.map((value) =>
    one(
      `${String(build({})['action_type'])}: ${field} ${show(value)} is refused`,
      execute(build({ [field]: value })),
      fails('invalid_payload', atFields(path)),
    ),
  );
}

export function accepts(build: BuildPayload, field: string, values: readonly unknown[]): Case[] {
  return values.map((value) =>
    one(
      `${String(build({})['action_type'])}: ${field} ${show(value)} is accepted`,
      execute(build({ [field]: value })),
      ok({ [field]: value }),
    ),
  );
}

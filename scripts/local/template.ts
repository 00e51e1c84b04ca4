// Reads serverless.yml without Serverless, which alone takes longer to load than all of `npm start`: its YAML, and those of its
// ${…} variables that need no deployment.

import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { isObject, type JsonObject } from '../../lib/domain/json.ts';

type TemplateOptions = {
  readonly stage: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
};

/** Reads and parses the template at `path`; variables stay as they are written. */
export async function readTemplate(path: URL | string): Promise<JsonObject> {
  // Of tags that yaml does not know, such as `!Ref`, it warns, and keeps the value. Nothing here reads such a value.
  const parsed: unknown = parse(await readFile(path, 'utf8'), { logLevel: 'error' });
  return isObject(parsed) ? parsed : {};
}

/**
 * Replaces the `${…}` variables of `text`: `self:`, `sls:stage`, `opt:stage` and `env:`, each with fallbacks after a comma.
 * @throws when a variable has no value, or refers to itself.
 */
export function resolveVariables(
  text: string,
  template: JsonObject,
  options: TemplateOptions,
  depth = 0,
): string {
  if (depth > 20) throw new Error(`serverless.yml: the variables in "${text}" refer to themselves`);
  // Innermost first, so that `${self:custom.${sls:stage}.name}` works.
  const [variable, expression = ''] = /\$\{([^${}]*)\}/.exec(text) ?? [];
  if (variable === undefined) return text;
  const values = expression.split(',').map((source) => valueOf(source.trim(), template, options));
  const value = values.find((one) => one !== undefined && one !== '');
  if (value === undefined) throw new Error(`serverless.yml: no value for the variable ${variable}`);
  return resolveVariables(
    text.replace(variable, () => value),
    template,
    options,
    depth + 1,
  );
}

function valueOf(source: string, template: JsonObject, { stage, env }: TemplateOptions): string | undefined {
  if (source === 'sls:stage' || source === 'opt:stage') return stage;
  const [, kind, address = ''] = /^(self|env):(.+)$/.exec(source) ?? [];
  if (kind === 'env') return env?.[address];
  if (kind === 'self') {
    let value: unknown = template;
    for (const key of address.split('.')) value = isObject(value) ? value[key] : undefined;
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  }
  return /^(['"])(.*)\1$/.exec(source)?.[2];
}

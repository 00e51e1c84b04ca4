// Owns reading serverless.yml without Serverless: its YAML with CloudFormation's tags, and its ${…} variables.
// Leaves the meaning of what it reads to tables.ts. Variables that only a deployment can know are errors here.

import { readFile } from 'node:fs/promises';
import { parse, type ScalarTag } from 'yaml';
import { isObject } from '../../lib/domain/json.ts';

export type Template = Readonly<Record<string, unknown>>;

export interface TemplateOptions {
  readonly stage: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

// `!Ref x` and its kin stand only in places that no one here reads, so their tags are dropped and their values kept.
const cloudFormationTags = [
  'And',
  'Equals',
  'FindInMap',
  'GetAtt',
  'If',
  'Join',
  'Not',
  'Or',
  'Ref',
  'Select',
  'Split',
  'Sub',
].flatMap((name) => {
  const tag = `!${name}`;
  return [
    { tag, resolve: (value: string) => value } satisfies ScalarTag,
    { tag, collection: 'seq' as const },
    { tag, collection: 'map' as const },
  ];
});

/** Reads and parses the template at `path`; variables stay as they are written. */
export async function readTemplate(path: URL | string): Promise<Template> {
  const parsed: unknown = parse(await readFile(path, 'utf8'), { customTags: cloudFormationTags });
  return isObject(parsed) ? parsed : {};
}

/**
 * Puts values in place of the `${…}` variables of `text`: `self:`, `sls:stage`, `opt:`, `env:`, `param:`, each with
 * fallbacks after a comma.
 * @throws when a variable has no value, or refers to itself.
 */
export function resolveVariables(
  text: string,
  template: Template,
  options: TemplateOptions,
  depth = 0,
): string {
  if (depth > 20) throw new Error(`serverless.yml: the variables in "${text}" refer to themselves`);
  // Innermost first, so that `${self:custom.${sls:stage}.name}` works.
  const innermost = /\$\{([^${}]*)\}/;
  const found = innermost.exec(text);
  if (found === null) return text;
  const value = resolveOne(found[1] ?? '', template, options);
  if (value === undefined) throw new Error(`serverless.yml: no value for the variable ${found[0]}`);
  const replaced = text.slice(0, found.index) + value + text.slice(found.index + found[0].length);
  return resolveVariables(replaced, template, options, depth + 1);
}

function resolveOne(expression: string, template: Template, options: TemplateOptions): string | undefined {
  for (const part of expression.split(',')) {
    const value = resolveSource(part.trim(), template, options);
    if (value !== undefined && value !== '') return value;
  }
  return undefined;
}

function resolveSource(source: string, template: Template, options: TemplateOptions): string | undefined {
  const literal = /^(?:'([^']*)'|"([^"]*)")$/.exec(source);
  if (literal !== null) return literal[1] ?? literal[2];
  const [kind, ...rest] = source.split(':');
  const address = rest.join(':');
  if (kind === 'env') return options.env?.[address];
  if ((kind === 'sls' || kind === 'opt') && address === 'stage') return options.stage;
  if (kind === 'self') return text(lookUp(template, address));
  if (kind === 'param') {
    return text(
      lookUp(template, `params.${options.stage}.${address}`) ?? lookUp(template, `params.default.${address}`),
    );
  }
  return undefined;
}

function lookUp(from: unknown, address: string): unknown {
  return address.split('.').reduce((value, key) => (isObject(value) ? value[key] : undefined), from);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

// Fills the marked parts of schemas/README.md with the tables that the schemas hold: payloads, results, failures, configuration.
import { codes, table, yesOrNo } from './markdown.ts';
import { resolveSchema } from './openapi-resolve.ts';
import { isOwn, type ActionSchema, type Contract, type Schema } from './contract.ts';

/** Schemas of fields or variables by their name. */
type SchemasByName = Readonly<Record<string, Schema>>;

/** @param page the present text of the page: all but its marked parts stays as it is */
export function fillContractPage(page: string, { schemas, actions, errors, adapters }: Contract): string {
  const parts: Readonly<Record<string, () => string>> = {
    payloads: () => [...actions.keys()].map((type) => describePayload(schemas, type)).join('\n\n'),
    results: () =>
      table(
        ['action_type', 'id', 'added by the action'],
        [...actions].map(([type, action]) => describeResult(type, action)),
      ),
    failures: () =>
      table(
        ['error_code', 'HTTP', 'retryable', 'when'],
        [...errors].map(([code, row]) => [
          codes([code]),
          String(row.status),
          yesOrNo(row.retryable),
          row.when,
        ]),
      ),
    configuration: () =>
      [
        describeVariables(resolveSchema(schemas, 'config.schema.json', '')),
        ...adapters
          .filter(({ variables }) => Object.keys(variables.properties).length > 0)
          .map(({ name, variables }) => `With the adapter \`${name}\`:\n\n${describeVariables(variables)}`),
      ].join('\n\n'),
  };
  const absent = Object.keys(parts).filter((name) => !page.includes(`<!-- generated: ${name} -->`));
  if (absent.length > 0) throw new Error(`schemas/README.md has no part ${absent.join(', ')}`);
  return page.replaceAll(
    /(<!-- generated: (\w+) -->\n)[^]*?(?=<!-- \/generated -->)/g,
    (_, start: string, name: string) => {
      const part = parts[name];
      if (part === undefined) throw new Error(`schemas/README.md: nothing is generated under ${name}`);
      return `${start}\n${part()}\n\n`;
    },
  );
}

function describePayload(schemas: Contract['schemas'], type: string): string {
  const schema = resolveSchema(schemas, `actions/${type}.schema.json`, '');
  const required = schema['required'] as readonly string[];
  const fields = Object.entries(schema['properties'] as SchemasByName).filter(([name]) => isOwn(name));
  const rows = fields.map(([name, field]) => [
    codes([name]),
    required.includes(name) ? 'yes' : '',
    describeForm(field),
  ]);
  return `\`${type}\`: ${String(schema['description'])}\n\n${table(['field', 'required', 'form'], rows)}`;
}

function describeForm(schema: Schema): string {
  const { minLength, maxLength, minItems, maxItems, items, description } = schema;
  if (schema['enum'] !== undefined) return codes(schema['enum'] as readonly string[]);
  if (items !== undefined)
    return `list of ${range(minItems, maxItems)} entries, none twice; each ${describeForm(items as Schema)}`;
  return maxLength === undefined ? String(description) : `text of ${range(minLength, maxLength)} characters`;
}

function range(min: unknown, max: unknown): string {
  return min === undefined ? `at most ${Number(max)}` : `${Number(min)} to ${Number(max)}`;
}

function describeResult(type: string, { properties, $defs }: ActionSchema): string[] {
  const own = Object.keys($defs.result.properties).filter(
    (name) => name !== 'success' && !(name in properties),
  );
  const id = own.filter((name) => name === `${type}_id`);
  return [codes([type]), codes(id), codes(own.filter((name) => !id.includes(name)))];
}

function describeVariables(config: object): string {
  const { required, properties } = config as { required: readonly string[]; properties: SchemasByName };
  const rows = Object.entries(properties).map(([name, variable]) => {
    const { default: usual, enum: values, description } = variable;
    const choice = values === undefined ? '' : ` One of ${codes(values as readonly string[])}.`;
    const secret = variable['x-secret'] === true ? ' A [secret](#secrets).' : '';
    const standard = required.includes(name) ? 'required' : codes(usual === undefined ? [] : [usual]);
    return [codes([name]), standard, `${String(description)}${choice}${secret}`];
  });
  return table(['variable', 'default', 'meaning'], rows);
}

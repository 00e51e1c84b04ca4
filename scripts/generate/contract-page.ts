// Fills the marked parts of schemas/README.md with the tables that the schemas hold: payloads, results, failures, configuration.
import { resolveSchema } from './openapi-resolve.ts';
import type { ActionSchema, ErrorRow, Schema } from './schemas.ts';

type Properties = Readonly<Record<string, Schema>>;

/** @param page the present text of the page: all but its marked parts stays as it is */
export function fillContractPage(
  page: string,
  schemas: Map<string, Schema>,
  actions: Map<string, ActionSchema>,
  errors: Map<string, ErrorRow>,
): string {
  const parts: Readonly<Record<string, () => string>> = {
    payloads: () => [...actions].map(([type, action]) => describePayload(schemas, type, action)).join('\n\n'),
    results: () =>
      table(
        ['action_type', 'id', 'added by the action'],
        [...actions].map(([type, action]) => describeResult(type, action)),
      ),
    failures: () =>
      table(
        ['error_code', 'HTTP', 'retryable', 'when'],
        [...errors].map(([code, row]) => [
          `\`${code}\``,
          String(row.status),
          row.retryable ? 'yes' : 'no',
          row.when,
        ]),
      ),
    configuration: () => describeVariables(resolveSchema(schemas, 'config.schema.json', '')),
  };
  return page.replaceAll(
    /(<!-- generated: (\w+) -->\n)[^]*?(?=<!-- \/generated -->)/g,
    (_, start: string, name: string) => {
      const part = parts[name];
      if (part === undefined) throw new Error(`schemas/README.md: nothing is generated under ${name}`);
      return `${start}\n${part()}\n\n`;
    },
  );
}

function describePayload(schemas: Map<string, Schema>, type: string, { description }: ActionSchema): string {
  const schema = resolveSchema(schemas, `actions/${type}.schema.json`, '');
  const required = schema['required'] as readonly string[];
  const fields = Object.entries(schema['properties'] as Properties).filter(
    ([name]) => name !== 'action_type',
  );
  const rows = fields.map(([name, field]) => [
    `\`${name}\``,
    required.includes(name) ? 'yes' : '',
    describeForm(field),
  ]);
  return `\`${type}\`: ${description}\n\n${table(['field', 'required', 'form'], rows)}`;
}

function describeForm(schema: Schema): string {
  const { minLength, maxLength, minItems, maxItems, items, description } = schema;
  if (schema['enum'] !== undefined) return codes(schema['enum']);
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
  return [`\`${type}\``, codes(id), codes(own.filter((name) => !id.includes(name)))];
}

function describeVariables(config: Schema): string {
  const required = config['required'] as readonly string[];
  const rows = Object.entries(config['properties'] as Properties).map(([name, variable]) => {
    const { default: usual, enum: values, description } = variable;
    const choice = values === undefined ? '' : ` One of ${codes(values)}.`;
    const standard = required.includes(name) ? 'required' : codes(usual === undefined ? [] : [usual]);
    return [`\`${name}\``, standard, `${String(description)}${choice}`];
  });
  return table(['variable', 'default', 'meaning'], rows);
}

/** The values as code, separated by commas; a dash if there are none. */
function codes(values: unknown): string {
  return (values as readonly string[]).map((value) => `\`${value}\``).join(', ') || '–';
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

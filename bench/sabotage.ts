// Deliberate slowdowns, put behind our bundle, to show that a run goes red by the row that each of them hurts.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { bundle, WORK } from './contenders.ts';
import type { Contender } from './contenders.ts';

/** Each slowdown, and the rows that must be over budget because of it. */
export const SABOTAGES: Readonly<Record<string, { rows: readonly string[]; code: () => Promise<string> }>> = {
  'ajv-at-start': { rows: ['load'], code: ajvAtStart },
  'second-write': { rows: ['requests-task'], code: () => Promise.resolve(SECOND_WRITE) },
  'long-log': { rows: ['log'], code: () => Promise.resolve(LONG_LOG) },
};

async function ajvAtStart(): Promise<string> {
  const schemas = new URL('../schemas/', import.meta.url);
  const files = await readdir(schemas, { recursive: true });
  const imports = files
    .filter((file) => file.endsWith('.schema.json'))
    .map((file) => `require(${JSON.stringify(new URL(file, schemas).pathname)})`);
  return `
    const { Ajv2020 } = require('ajv/dist/2020.js');
    const ajv = new Ajv2020({ allErrors: true, strict: false });
    require('ajv-formats')(ajv);
    const schemas = [${imports.join(', ')}];
    for (const schema of schemas) ajv.addSchema(schema);
    for (const schema of schemas) ajv.getSchema(schema.$id);
    exports.slow = (handler) => handler;`;
}

const SECOND_WRITE = `
  const { request } = require('node:http');
  const write = (traceId) => new Promise((resolve, reject) => {
    const headers = { 'x-amz-target': 'DynamoDB_20120810.PutItem' };
    const call = request(process.env.AWS_ENDPOINT_URL_DYNAMODB, { method: 'POST', headers }, (answer) => {
      answer.resume().on('end', resolve);
    });
    call.on('error', reject);
    call.end(JSON.stringify({ TableName: 'second', Item: { trace_id: { S: traceId } } }));
  });
  exports.slow = (handler) => async (event, context) => {
    const answer = await handler(event, context);
    // A delivery has no answer.
    const { trace_id, execution_result } = JSON.parse(answer?.body ?? '{}');
    const first = execution_result?.task_id && !answer.headers['idempotent-replayed'];
    if (first) await write(trace_id);
    return answer;
  };`;

const LONG_LOG = `
  exports.slow = (handler) => async (event, context) => {
    const answer = await handler(event, context);
    console.log(JSON.stringify({ level: 'INFO', message: 'x'.repeat(2000) }));
    return answer;
  };`;

export async function sabotaged(ours: Contender, name: string): Promise<Contender> {
  const sabotage = SABOTAGES[name];
  if (!sabotage) throw new Error(`--sabotage knows ${Object.keys(SABOTAGES).join(', ')}; not ${name}.`);
  const [entry, part] = [`${WORK}/sabotage-${name}.cjs`, `${WORK}/slow-${name}.cjs`];
  await writeFile(entry, await sabotage.code());
  await bundle(entry, part);
  // Not bundled with ours: inside of another function the engine reads all of it twice, and that alone takes 20 ms.
  const path = `${WORK}/sabotaged-${name}.cjs`;
  const behind = `module.exports = { handler: require(${JSON.stringify(part)}).slow(module.exports.handler) };`;
  await writeFile(path, `${await readFile(ours.path, 'utf8')}\n${behind}\n`);
  return { name: 'ours', path };
}

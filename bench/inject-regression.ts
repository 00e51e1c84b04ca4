// Regressions that can be put into our bundle on purpose, to show that the row of each goes over its budget.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundle, workFolder, type Candidate } from './candidates.ts';

const secondWrite = `
  const { request } = require('node:http');
  const write = (traceId) => new Promise((resolve, reject) => {
    const headers = { 'x-amz-target': 'DynamoDB_20120810.PutItem' };
    const call = request(process.env.AWS_ENDPOINT_URL_DYNAMODB, { method: 'POST', headers }, (answer) => {
      answer.resume().on('end', resolve);
    });
    call.on('error', reject);
    call.end(JSON.stringify({ TableName: 'second', Item: { trace_id: { S: traceId } } }));
  });
  exports.wrap = (handler) => async (event, context) => {
    const answer = await handler(event, context);
    // A delivery has no answer.
    const { trace_id, execution_result } = JSON.parse(answer?.body ?? '{}');
    const first = execution_result?.task_id && !answer.headers['idempotent-replayed'];
    if (first) await write(trace_id);
    return answer;
  };`;

const longLog = `
  exports.wrap = (handler) => async (event, context) => {
    const answer = await handler(event, context);
    console.log(JSON.stringify({ level: 'INFO', message: 'x'.repeat(2000) }));
    return answer;
  };`;

async function ajvAtStart(): Promise<string> {
  const folder = join(import.meta.dirname, '../schemas');
  const files = await readdir(folder, { recursive: true });
  const schemas = files
    .filter((file) => file.endsWith('.schema.json'))
    .map((file) => `require(${JSON.stringify(join(folder, file))})`);
  return `
    const { Ajv2020 } = require('ajv/dist/2020.js');
    const ajv = new Ajv2020({ allErrors: true, strict: false });
    require('ajv-formats')(ajv);
    const schemas = [${schemas.join(', ')}];
    for (const schema of schemas) ajv.addSchema(schema);
    for (const schema of schemas) ajv.getSchema(schema.$id);
    exports.wrap = (handler) => handler;`;
}

/** The code of each regression, and the row that must be over budget because of it. */
const regressions: Readonly<Record<string, { row: string; code: () => string | Promise<string> }>> = {
  'ajv-at-start': { row: 'load of the bundle, fresh process', code: ajvAtStart },
  'second-write': { row: 'requests to DynamoDB: first execution', code: () => secondWrite },
  'long-log': { row: 'log of a first execution, all lines', code: () => longLog },
};

/** Puts the regression `name` into `ours`. */
export async function injectRegression(
  ours: Candidate,
  name: string,
): Promise<{ readonly ours: Candidate; readonly row: string }> {
  const regression = regressions[name];
  if (!regression) throw new Error(`--inject knows ${Object.keys(regressions).join(', ')}; not ${name}.`);
  const path = (kind: string): string => join(workFolder, `${kind}-${name}.cjs`);
  await writeFile(path('entry'), await regression.code());
  await bundle(path('entry'), path('part'));
  // Appended and not bundled: inside another function the engine would parse all of ours twice, which alone takes 20 ms.
  const appended = `module.exports = { handler: require(${JSON.stringify(path('part'))}).wrap(module.exports.handler) };`;
  await writeFile(path('ours'), `${await readFile(ours.path, 'utf8')}\n${appended}\n`);
  return { ours: { name: 'ours', path: path('ours') }, row: regression.row };
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readTables } from '../../scripts/local/tables.ts';
import { readTemplate, resolveVariables } from '../../scripts/local/template.ts';

async function read(yaml: string) {
  const folder = mkdtempSync(join(tmpdir(), 'template-'));
  const file = join(folder, 'serverless.yml');
  writeFileSync(file, yaml);
  try {
    return await readTemplate(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('the tables have the keys of serverless.yml, and names with the stage', async () => {
  expect(await readTables('demo')).toEqual({
    executions: {
      TableName: 'workflow-executor-demo-executions',
      KeySchema: [{ AttributeName: 'trace_id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'trace_id', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
    },
    topics: {
      TableName: 'workflow-executor-demo-topics',
      KeySchema: [{ AttributeName: 'topic', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'topic', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
    },
  });
});

test("CloudFormation's tags keep their values in all three forms", async () => {
  const template = await read(
    'a: !Ref Table\nb: !GetAtt [Table, Arn]\nc: !Sub { x: 1 }\nd: !GetAtt Table.Arn\n',
  );
  expect(template).toEqual({ a: 'Table', b: ['Table', 'Arn'], c: { x: 1 }, d: 'Table.Arn' });
});

test.each([
  ['plain', 'plain'],
  ['${self:service}-${sls:stage}', 'demo-dev'],
  ["${opt:region, env:REGION, 'us-east-1'}", 'us-east-1'],
  ['${env:NAME}', 'from env'],
  ['${opt:stage}', 'dev'],
  ['${self:custom.${sls:stage}.size}', '3'],
  ['${self:custom.again}', 'demo!'],
])('%s becomes %s', (text, value) => {
  const template = {
    service: 'demo',
    custom: { dev: { size: 3 }, again: '${self:service}!' },
  };
  expect(resolveVariables(text, template, { stage: 'dev', env: { NAME: 'from env' } })).toBe(value);
});

test.each([
  ['${self:nothing}', 'serverless.yml: no value for the variable ${self:nothing}'],
  ['${file(x.js):y}', 'serverless.yml: no value for the variable ${file(x.js):y}'],
  ['${self:loop}', 'serverless.yml: the variables in "${self:loop}" refer to themselves'],
])('%s is an error that names the variable', (text, message) => {
  expect(() => resolveVariables(text, { loop: '${self:loop}' }, { stage: 'dev' })).toThrow(message);
});

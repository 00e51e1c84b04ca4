// Responsible for an API before what is deployed on the stand-in: the uploaded archive that the stack names runs in a thread, with the
// variables that the stack gave it, behind the local gateway. Stands for Lambda and API Gateway, which the stand-in does not run.

import { mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CloudFormationClient,
  DescribeStackResourceCommand,
  GetTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { startFunction } from '../local/function.ts';
import { createGateway, type Invoke } from '../local/gateway.ts';
import { unpackInto } from './service.ts';
import { at, textOf, type Json } from '../../tests/support/template.ts';

export interface ApiOptions {
  /** How the stand-in is reached. */
  readonly aws: Readonly<Record<string, string>>;
  readonly stage: string;
  /** In place of what the stack gave the function. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Asked for as a bearer token, as a JWT authorizer does; without it every request passes. */
  readonly token?: string;
}

export interface Api {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** @throws when nothing is deployed there, or its archive cannot be loaded. */
export async function serveDeployed({ aws, stage, variables = {}, token }: ApiOptions): Promise<Api> {
  const { archive, environment } = await readFunction(aws, `workflow-executor-${stage}`);
  const task = mkdtempSync(join(tmpdir(), 'task-'));
  unpackInto(task, archive);
  const local = await startFunction({
    bundle: join(task, 'functions/execute.js'),
    env: {
      ...environment,
      ...aws,
      ...variables,
      AWS_LAMBDA_FUNCTION_NAME: `workflow-executor-${stage}-execute`,
    },
    timeoutMs: 10_000,
    openOutput: () => ({ write: () => undefined, end: () => undefined }),
    onFailure: () => undefined,
  });
  const authorize: Invoke = async (event) => {
    const { authorization } = (event as { headers: { authorization?: string } }).headers;
    return token === undefined || authorization === `Bearer ${token}`
      ? await local.invoke(event)
      : { kind: 'returned', value: { statusCode: 401, body: '{"message":"Unauthorized"}' } };
  };
  const server = createGateway({ invoke: authorize, pages: () => undefined });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await local.close();
      rmSync(task, { recursive: true, force: true });
    },
  };
}

async function readFunction(aws: Readonly<Record<string, string>>, name: string) {
  const config = {
    endpoint: aws['AWS_ENDPOINT_URL'] ?? '',
    region: aws['AWS_REGION'] ?? '',
    credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
  };
  const formation = new CloudFormationClient(config);
  const { TemplateBody = '{}' } = await formation.send(new GetTemplateCommand({ StackName: name }));
  const key = textOf(
    at(JSON.parse(TemplateBody) as Json, 'Resources.ExecuteLambdaFunction.Properties.Code.S3Key'),
  );
  const { StackResourceDetail: bucket } = await formation.send(
    new DescribeStackResourceCommand({ StackName: name, LogicalResourceId: 'ServerlessDeploymentBucket' }),
  );
  const stored = await new S3Client({ ...config, forcePathStyle: true }).send(
    new GetObjectCommand({ Bucket: bucket?.PhysicalResourceId ?? '', Key: key }),
  );
  const { Environment } = await new LambdaClient(config).send(
    new GetFunctionConfigurationCommand({ FunctionName: `${name}-execute` }),
  );
  return {
    archive: Buffer.from((await stored.Body?.transformToByteArray()) ?? []),
    environment: Environment?.Variables ?? {},
  };
}

// Serves what is deployed on the fake of AWS, which runs neither Lambda nor API Gateway: the uploaded archive that the stack names runs in a
// thread, with the variables that the stack gave it, behind the local gateway.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startFunction } from '../local/function.ts';
import { createGateway, type Invoke } from '../local/gateway.ts';
import { listenLocally } from '../local/guard.ts';
import type { FakeAwsAccount } from './fake-aws.ts';
import { unpack } from './service.ts';

export type ApiOptions = {
  readonly aws: FakeAwsAccount;
  readonly stage: string;
  /** Asked for as a bearer token, as a JWT authorizer does; without it every request passes. */
  readonly token?: string;
  /** Where the function finds DynamoDB, if not on the fake of AWS. */
  readonly storeEndpoint?: string;
};

export type Api = Awaited<ReturnType<typeof serveDeployed>>;

/** @throws when nothing is deployed there, or its archive cannot be loaded. */
export async function serveDeployed({ aws, stage, token, storeEndpoint }: ApiOptions) {
  const { archive, environment } = await readFunction(aws, stage);
  const { bundle, remove } = unpack(archive);
  const local = await startFunction({
    bundle,
    env: {
      ...environment,
      ...aws.env,
      AWS_ENDPOINT_URL_DYNAMODB: storeEndpoint ?? aws.env.AWS_ENDPOINT_URL,
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
  return {
    url: await listenLocally(server),
    close: async (): Promise<void> => {
      server.closeAllConnections();
      server.close();
      await local.close();
      remove();
    },
  };
}

async function readFunction(aws: FakeAwsAccount, stage: string) {
  const name = `workflow-executor-${stage}`;
  const key = await aws.run(
    `aws cloudformation get-template --stack-name ${name} --output text ` +
      '--query TemplateBody.Resources.ExecuteLambdaFunction.Properties.Code.S3Key',
  );
  const { buckets, functions } = await aws.describe(stage);
  await aws.run(`aws s3api get-object --bucket ${buckets.join()} --key ${key} deployed.zip`);
  return {
    archive: readFileSync(join(aws.directory, 'deployed.zip')),
    environment: functions[`${name}-execute`]?.Environment.Variables ?? {},
  };
}

// Reads which version of a stage is deployed and which was built, and compares two versions.
// The version is read from the stack, never from the list of uploads: after a rollback the last upload is not what is deployed.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { readTemplate, type DeployedTemplate } from './stack.ts';

/** `timestamp` is that of the upload (ms since 1970), by which osls names a version; `codeSha256` is in base64, as Lambda returns it. */
export type VersionId = {
  readonly timestamp: string;
  readonly codeSha256: string;
};

export type Version = VersionId & {
  readonly template: DeployedTemplate;
};

export const stackNameOf = (stage: string): string => `workflow-executor-${stage}`;
/** Where osls puts the uploads of a stage in the bucket. */
export const uploadsOf = (stage: string): string => `serverless/workflow-executor/${stage}/`;

/** What is deployed of a stage whose stack exists; undefined while there is no function in it. */
export async function readDeployed(stage: string): Promise<Version | undefined> {
  const template = await readTemplate(stackNameOf(stage));
  const timestamp = uploadIn(template, stage);
  if (timestamp === undefined) return undefined;
  const lambda = new LambdaClient({});
  const { CodeSha256 = '' } = await lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: `${stackNameOf(stage)}-execute` }),
  );
  return { timestamp, codeSha256: CodeSha256, template };
}

/** What osls has packaged last in `directory`. */
export function readBuilt(directory: string, stage: string): Version {
  const file = join(directory, '.serverless/cloudformation-template-update-stack.json');
  const template = JSON.parse(readFileSync(file, 'utf8')) as DeployedTemplate;
  const timestamp = uploadIn(template, stage);
  if (timestamp === undefined) throw new Error(`${file} has no function with an upload of ${stage}`);
  const zip = readFileSync(join(directory, 'dist/execute.zip'));
  return { timestamp, codeSha256: createHash('sha256').update(zip).digest('base64'), template };
}

export function isVersion(deployed: Version | undefined, { timestamp, codeSha256 }: VersionId): boolean {
  return deployed?.timestamp === timestamp && deployed.codeSha256 === codeSha256;
}

/** How `deployed` differs from `built`, a line each; the time of the upload counts only when `withUpload` is set. */
export function differencesOf(
  deployed: Version,
  built: Version,
  { withUpload }: { readonly withUpload: boolean },
): string[] {
  const comparable = ({ template, timestamp }: Version): unknown =>
    withUpload ? template : JSON.parse(JSON.stringify(template).replaceAll(directoryOf(timestamp), 'upload'));
  return [
    ...(deployed.codeSha256 === built.codeSha256
      ? []
      : [`the function's code is ${deployed.codeSha256}, and ${built.codeSha256} was built`]),
    ...(withUpload && deployed.timestamp !== built.timestamp
      ? [`the upload is ${deployed.timestamp}, and ${built.timestamp} was packaged`]
      : []),
    ...(isDeepStrictEqual(comparable(deployed), comparable(built))
      ? []
      : ["the stack's template is not what was packaged"]),
  ];
}

const directoryOf = (timestamp: string): string =>
  `${timestamp}-${new Date(Number(timestamp)).toISOString()}`;

/** The time of the upload of a template's function. */
function uploadIn({ Resources }: DeployedTemplate, stage: string): string | undefined {
  for (const { Type, Properties } of Object.values(Resources)) {
    if (Type !== 'AWS::Lambda::Function') continue;
    const { S3Key = '' } = (Properties?.['Code'] ?? {}) as { readonly S3Key?: string };
    if (S3Key.startsWith(uploadsOf(stage)))
      return /^\d+(?=-)/.exec(S3Key.slice(uploadsOf(stage).length))?.[0];
  }
  return undefined;
}

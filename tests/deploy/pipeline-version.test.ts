// What is deployed is compared with what was built: the code, the template, and their upload.
import { expect, test } from '@jest/globals';
import { differencesOf, type Version } from '../../scripts/pipeline/version.ts';

function version(timestamp: string, codeSha256 = 'a=', memory = 512): Version {
  const directory = `${timestamp}-${new Date(Number(timestamp)).toISOString()}`;
  const S3Key = `serverless/workflow-executor/dev/${directory}/execute.zip`;
  const Properties = { MemorySize: memory, Code: { S3Key } };
  return {
    timestamp,
    codeSha256,
    template: { Resources: { Function: { Type: 'AWS::Lambda::Function', Properties } } },
  };
}
const built = version('1900000000000');

test('a version does not differ from itself', () => {
  expect(differencesOf(version('1900000000000'), built, { withUpload: true })).toEqual([]);
});

test('another upload of the same version is a difference after a deployment, and not before it', () => {
  const earlier = version('1800000000000');
  expect(differencesOf(earlier, built, { withUpload: false })).toEqual([]);
  expect(differencesOf(earlier, built, { withUpload: true })).toEqual([
    'the upload is 1800000000000, and 1900000000000 was packaged',
    "the stack's template is not what was packaged",
  ]);
});

test.each([true, false])('other code and another template are differences (withUpload: %s)', (withUpload) => {
  expect(differencesOf(version('1900000000000', 'b='), built, { withUpload })).toEqual([
    "the function's code is b=, and a= was built",
  ]);
  expect(differencesOf(version('1900000000000', 'a=', 1024), built, { withUpload })).toEqual([
    "the stack's template is not what was packaged",
  ]);
});

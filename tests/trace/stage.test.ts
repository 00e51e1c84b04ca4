// Tests what errors of AWS mean, and the addresses in its console, where a whole run of the tool does not reach them.
import { expect, test } from '@jest/globals';
import { awsErrorText, consoleLinks } from '../../scripts/trace/stage.ts';

const stage = {
  name: 'dev',
  region: 'eu-central-1',
  logGroup: 'group',
  table: 'table',
  deadLetterQueue: 'q',
};
const part = { subject: 'table table', rights: 'dynamodb:GetItem' };

test.each([
  [
    'CredentialsProviderError',
    'The SSO session of this profile has expired. Refresh it.',
    'Your AWS credentials have',
  ],
  [
    'CredentialsProviderError',
    'Could not load credentials from any providers',
    'No AWS credentials were found',
  ],
])('%s, "%s", is explained as: %s', (name, message, start) => {
  expect(awsErrorText(Object.assign(new Error(message), { name }), part, stage)).toMatch(
    new RegExp(`^${start}`),
  );
});

test.each([
  ['eu-central-1', 'console.aws.amazon.com'],
  ['us-gov-west-1', 'console.amazonaws-us-gov.com'],
  ['cn-north-1', 'console.amazonaws.cn'],
])('the console of %s is at %s', (region, domain) => {
  const query = { logGroup: 'group', text: 'fields @message', fromMs: 0, toMs: 1 };
  for (const { url } of consoleLinks(region, query, [])) {
    expect(url).toMatch(`https://${region}.${domain}/cloudwatch/home?region=${region}#`);
  }
});

// What replaces the SDK's chain of credential providers in the bundle.
import { expect, test } from '@jest/globals';
import '../../support/aws-environment.ts';
import { defaultProvider } from '../../../lib/adapters/environment-credentials.ts';

test('the credentials come from the environment, read once by each client', async () => {
  const provide = defaultProvider();
  const read = await provide();
  expect(read).toMatchObject({ accessKeyId: 'local', secretAccessKey: 'local' });
  process.env['AWS_ACCESS_KEY_ID'] = 'another';
  expect(await provide()).toBe(read);
  expect(await defaultProvider()()).toMatchObject({ accessKeyId: 'another' });
});

test('without credentials in the environment it throws', async () => {
  delete process.env['AWS_ACCESS_KEY_ID'];
  await expect(defaultProvider()()).rejects.toThrow('Unable to find environment variable credentials.');
});

// Replaces the AWS SDK's chain of credential providers in the bundle: a Lambda function always has its credentials in
// its environment, and the chain (profiles, SSO, instance metadata) is a third of the SDK's code.
import { fromEnv } from '@aws-sdk/credential-provider-env';

/** Reads them once for all requests, as the chain does: they stay the same as long as the process. */
export function defaultProvider(init?: Parameters<typeof fromEnv>[0]): ReturnType<typeof fromEnv> {
  const read = fromEnv(init);
  let credentials: ReturnType<typeof read> | undefined;
  return () => (credentials ??= read());
}

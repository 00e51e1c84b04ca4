// Reads a secret from AWS Systems Manager Parameter Store. The client of the AWS SDK is loaded with the first secret; its errors are
// reduced to their names here, because their texts may hold the name of the parameter, and an answer that is not understood its value.
import type { SSMClient } from '@aws-sdk/client-ssm';
import { clientConfig, errorName } from './send.ts';
import { UnavailableError } from './unavailable.ts';

/** What an error is named: by the service, by Node or by the SDK. What has another form is not logged. */
const namePattern = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;

/**
 * @param name of a parameter of the type SecureString
 * @param endpoint of Systems Manager; without it the SDK finds it by itself
 */
export function createParameterReader(
  name: string,
  endpoint?: string,
): (signal: AbortSignal) => Promise<string> {
  let client: SSMClient | undefined;
  return async (abortSignal) => {
    const { GetParameterCommand, SSMClient } = await import('@aws-sdk/client-ssm');
    const ssm = (client ??= new SSMClient(clientConfig(endpoint)));
    const command = new GetParameterCommand({ Name: name, WithDecryption: true });
    const { Parameter } = await ssm.send(command, { abortSignal }).catch((error: unknown) => {
      throw createReadError(errorName(error));
    });
    // The client takes an empty 200 for a success.
    if (Parameter?.Value === undefined) throw createReadError('ParameterWithoutValue');
    return Parameter.Value;
  };
}

function createReadError(name: string): UnavailableError {
  return new UnavailableError(
    namePattern.test(name) ? name : 'UnknownError',
    'A secret could not be read from Parameter Store.',
  );
}

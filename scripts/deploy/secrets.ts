// Gives the function the names of its secrets, never the secrets: a template can be read by everyone who may look at the stack.
import type { Statement } from '../../lib/adapters/adapter-module.ts';
import { readParameter, type Context } from './parameter.ts';

/** Parameter Store: at most 15 levels; 1011 characters with the rest of the ARN are far more than a name needs. */
const namePattern = /^(?:\/[\w.-]+){1,15}$/;
const maxNameLength = 512;

/** @throws when `name` cannot be the name of a parameter, as when it is the secret itself. The message does not repeat it. */
export function checkSecretName(param: string, name: string): string {
  if (!namePattern.test(name) || name.length > maxNameLength) {
    const example = '/workflow-executor/prod/webhook-secret';
    throw new Error(`param ${param} must be the name of a parameter in Parameter Store, as ${example}`);
  }
  return name;
}

/**
 * The rights to read the parameters of these names. AWS's own key for them (aws/ssm) admits every principal of the account through
 * Parameter Store; a key of the account's needs a right too (Systems Manager User Guide, "Restricting decryption of SecureString
 * parameter values"). Parameter Store gives the ARN of the parameter as the encryption context.
 */
export async function readSecretStatements(context: Context, names: readonly string[]): Promise<Statement[]> {
  const keyArn = await readParameter(context, 'secretsKeyArn');
  if (keyArn !== '' && !/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/.test(keyArn))
    throw new Error('param secretsKeyArn must be the ARN of a KMS key, not of an alias');
  if (names.length === 0) return [];
  const parameters = [...new Set(names)].map((name) => ({
    'Fn::Sub': `arn:\${AWS::Partition}:ssm:\${AWS::Region}:\${AWS::AccountId}:parameter${name}`,
  }));
  const read = { Sid: 'ReadSecrets', Effect: 'Allow', Action: 'ssm:GetParameter', Resource: parameters };
  if (keyArn === '') return [read];
  const decrypt = {
    Sid: 'DecryptSecrets',
    Effect: 'Allow',
    Action: 'kms:Decrypt',
    Resource: keyArn,
    Condition: {
      StringEquals: {
        'kms:ViaService': { 'Fn::Sub': 'ssm.${AWS::Region}.amazonaws.com' },
        'kms:EncryptionContext:PARAMETER_ARN': parameters,
      },
    },
  };
  return [read, decrypt];
}

// Reads a secret from AWS Systems Manager Parameter Store: one GetParameter
// (https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html). Its errors are reduced to their names here,
// because their texts may hold the name of the parameter, and an answer that is not understood its value.
import { field, parseIfJson } from '../domain/json.ts';
import { callHttpWithin, type HttpAnswer } from './http-call.ts';
import { createSigner, signedCallLimits } from './signed-call.ts';
import { isUnavailable, UnavailableError } from './unavailable.ts';

/** What an error is named: by the service, by Node, or by the status. What has another form is not logged. */
const namePattern = /^(?:[A-Za-z][A-Za-z0-9_]{0,63}|HTTP \d{3})$/;
const headers = {
  'content-type': 'application/x-amz-json-1.1',
  'x-amz-target': 'AmazonSSM.GetParameter',
};
/** An answer that asks for a longer pause is the last. The attempts bound the call, and its callers end it when none of them waits. */
const maxPauseMs = 2_500;

/**
 * @param name of a parameter of the type SecureString
 * @param endpoint of Systems Manager, if not where the environment says or where the region has it
 */
export function createParameterReader(
  name: string,
  endpoint?: string,
): (signal: AbortSignal) => Promise<string> {
  const sign = createSigner({ name: 'ssm' }, endpoint);
  const limits = signedCallLimits(errorCode);
  const body = JSON.stringify({ Name: name, WithDecryption: true });
  return async (signal) => {
    const answer = await call(signal);
    if (answer.status !== 200) throw createReadError(errorCode(answer));
    const value = field(field(parseIfJson(answer.text), 'Parameter'), 'Value');
    if (typeof value !== 'string') throw createReadError(answer.brokenBy ?? 'ParameterWithoutValue');
    return value;
  };

  async function call(signal: AbortSignal): Promise<HttpAnswer> {
    try {
      // Signed anew for each read: a signature is valid for a few minutes.
      return await callHttpWithin(
        await sign(headers, body),
        { signal, leftMs: () => maxPauseMs * 2 },
        limits,
      );
    } catch (error) {
      throw isUnavailable(error) ? createReadError(error.name) : error;
    }
  }
}

/** The name of the error, as AWS JSON 1.1 has it: with or without the namespace before it. */
function errorCode(answer: HttpAnswer): string {
  const type = field(parseIfJson(answer.text), '__type');
  return typeof type === 'string' ? type.replace(/^.*#/, '') : `HTTP ${answer.status}`;
}

function createReadError(name: string): UnavailableError {
  return new UnavailableError(
    namePattern.test(name) ? name : 'UnknownError',
    'A secret could not be read from Parameter Store.',
  );
}

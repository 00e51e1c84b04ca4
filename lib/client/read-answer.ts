// Reads the JSON of an answer, and tells the contract's answers from those of anything else (schemas/README.md, Response).
// Fields that it does not know are left alone: a later version of the contract may add some.
import type { ActionType } from './generated/contract.ts';
import type { ExecutionError, ContractAnswer } from './outcome.ts';

/** @returns `undefined` if it is no JSON in UTF-8 */
export function parseJson(body: Uint8Array): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) };
  } catch {
    return undefined;
  }
}

/**
 * @param traceId of the request: an answer to another is none to it
 * @returns `undefined` if `value` is no answer of the contract
 */
export function readAnswer<Type extends ActionType>(
  value: unknown,
  traceId: string,
  replayed: boolean,
): ContractAnswer<Type> | undefined {
  if (!isObject(value)) return undefined;
  const { trace_id: answered, status, reason, execution_result: result } = value;
  // The contract's answer to a request without a valid trace id has none.
  if (answered !== traceId && !(answered === null && status === 'failed')) return undefined;
  switch (status) {
    case 'success':
    case 'planned':
      if (!isObject(result) || result['success'] !== true) return undefined;
      // The schema of the action says what the service puts there.
      return { status, result, ...(status === 'success' && { replayed }) } as unknown as ContractAnswer<Type>;
    case 'skipped':
      return typeof reason === 'string' ? { status, reason } : undefined;
    case 'failed': {
      const error = readError(result);
      return error && { status, error, replayed };
    }
    default:
      return undefined;
  }
}

function readError(result: unknown): ExecutionError | undefined {
  if (!isObject(result) || result['success'] !== false) return undefined;
  const { error_code: code, message, retryable, details } = result;
  if (typeof code !== 'string' || typeof message !== 'string' || typeof retryable !== 'boolean')
    return undefined;
  if (details === undefined) return { code, message, retryable };
  return isDetails(details) ? { code, message, retryable, details } : undefined;
}

function isDetails(value: unknown): value is NonNullable<ExecutionError['details']> {
  return (
    Array.isArray(value) &&
    value.every(
      (entry) => isObject(entry) && typeof entry['path'] === 'string' && typeof entry['message'] === 'string',
    )
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

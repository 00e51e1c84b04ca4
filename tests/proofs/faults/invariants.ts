// Checks the invariants of every answer of a scenario: by itself, beside the answers before it, and against the store.
import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { isDeepStrictEqual } from 'node:util';
import type { SentRequest } from '../../support/requests.ts';
import { limitMs, type TimedAnswer, type Harness } from './harness.ts';

type Body = {
  readonly trace_id: string | null;
  readonly status: 'success' | 'planned' | 'skipped' | 'failed';
  readonly execution_result: {
    readonly success: boolean;
    readonly error_code: string;
    readonly message: string;
    readonly retryable: boolean;
  };
};
type ErrorTable = Record<string, { readonly status: number; readonly retryable: boolean }>;

const schema = (file: string): object =>
  JSON.parse(readFileSync(new URL(`../../../schemas/${file}`, import.meta.url), 'utf8')) as object;
const actionFiles = readdirSync(new URL('../../../schemas/actions', import.meta.url));
/** The failures of the contract: an action's schema holds its code for a missing field. */
const errors: ErrorTable = {
  ...(schema('errors.json') as ErrorTable),
  ...Object.fromEntries(
    actionFiles.map((file) => {
      const { 'x-missing': missing } = schema(`actions/${file}`) as { 'x-missing': { code: string } };
      return [missing.code, { status: 422, retryable: false }];
    }),
  ),
};
const ajv = new Ajv2020({ strict: false });
ajv.addSchema(schema('request.schema.json'));
const validate = ajv.compile(schema('response.schema.json'));

export type Invariants = {
  readonly answers: TimedAnswer[];
  /** Adds an answer; what is wrong with it goes to `wrong`. */
  readonly add: (answer: TimedAnswer) => Promise<void>;
  /** What was found wrong, a sentence each. */
  readonly wrong: string[];
};

/** @param request the request that all the answers belong to */
export function openInvariants(harness: Harness, request: SentRequest): Invariants {
  const { trace_id: traceId, data } = request.json as {
    trace_id: string;
    data: { payload: { action_type: string } };
  };
  const isQuery = data.payload.action_type === 'info';
  const answers: TimedAnswer[] = [];
  const wrong: string[] = [];
  const add = async (answer: TimedAnswer): Promise<void> => {
    const say = (what: string) => wrong.push(`${what}: ${answer.status} ${answer.body}`);
    for (const fault of faultsOfAnswer(answer, traceId)) say(fault);
    const before = answers
      .map((one) => ({ ...one, parsed: parse(one.body) }))
      .filter(({ parsed }) => isFinal(parsed));
    const parsed = parse(answer.body);
    answers.push(answer);
    if (!isFinal(parsed) || isQuery) return;
    if (before.some(({ body }) => body !== answer.body)) say('contradicts an earlier answer');
    if (!executed(parsed)) return;
    // Answers to concurrent copies may come in any order: at most one of them is that of the first execution.
    if (
      answers.filter((one) => isSettled(one) && one.headers['idempotent-replayed'] === undefined).length > 1
    ) {
      say('answers as the first execution for the second time');
    }
    const item = await harness.store.itemOf(traceId);
    if (!isDeepStrictEqual(item?.['execution_result']?.S, textOfResult(answer.body)))
      say('is not what the store holds');
    if (item?.['state']?.S !== (parsed.status === 'success' ? 'done' : 'failed'))
      say('is answered before it is recorded');
  };
  return { answers, add, wrong };
}

/** What is wrong with an answer by itself. */
export function faultsOfAnswer(
  { status, headers, body, tookMs }: TimedAnswer,
  traceId: string | null,
): string[] {
  const parsed = parse(body);
  const failure = parsed.status === 'failed' ? errors[parsed.execution_result.error_code] : undefined;
  const waits = failure !== undefined && [409, 503].includes(failure.status);
  const rules: readonly [boolean, string][] = [
    [validate(parsed), 'is not in shape'],
    [parsed.trace_id === traceId, 'has another trace id'],
    [tookMs < limitMs, `comes after the deadline (${Math.round(tookMs)} ms)`],
    [status === (parsed.status === 'failed' ? failure?.status : 200), 'has the wrong status'],
    [
      parsed.status !== 'failed' || failure?.retryable === parsed.execution_result.retryable,
      'misleads about a retry',
    ],
    [waits === /^[1-9]\d*$/.test(headers['retry-after'] ?? ''), 'has a wrong retry-after'],
    [(traceId ?? undefined) === headers['x-trace-id'], 'has a wrong x-trace-id'],
    [headers['content-type'] === 'application/json; charset=utf-8', 'has a wrong content type'],
    [headers['cache-control'] === 'no-store', 'may be cached'],
    [!/canary|arn:|Exception|dynamodb|scheduler/i.test(body), 'shows the inside'],
  ];
  return rules.filter(([holds]) => !holds).map(([, what]) => what);
}

/** Whether this answer is final: a retry would not change it. */
export function isSettled({ body }: TimedAnswer): boolean {
  return isFinal(parse(body));
}

function isFinal({ status, execution_result }: Body): boolean {
  return status !== 'failed' || !execution_result.retryable;
}

/** Whether this answer is the outcome of an execution, not a refusal of the request. */
function executed({ status, execution_result }: Body): boolean {
  return status === 'success' || execution_result.error_code === 'adapter_rejected';
}

function textOfResult(body: string): string {
  return body.slice(body.indexOf('"execution_result":') + '"execution_result":'.length, -1);
}

function parse(body: string): Body {
  return JSON.parse(body) as Body;
}

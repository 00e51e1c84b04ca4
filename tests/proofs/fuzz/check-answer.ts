// Checks the answer to every event: it has the form of the contract, blames the caller for what the caller did wrong, and comes in
// time; and each rule of rules.ts that applies to it holds.
import type { HttpRequest } from '../../../lib/http/request-context.ts';
import { faultsOfAnswer } from '../faults/invariants.ts';
import type { FuzzedEvent } from './events.ts';
import type { AnswerBody, Exchange } from './exchange.ts';
import { rules } from './rules.ts';
import type { StubService } from './stub-service.ts';

/**
 * The outcome of a request, in the words of second_opinion.py: `invalid_json`, `skipped`, `accepted`, `planned`, or `refused` and
 * the code of the error. `not read` where the headers or the size decided.
 */
export type Opinion = string;

export type AnswerChecker = {
  /** Sends an event to the service. Throws with all that is wrong with the answer. */
  readonly check: (fuzzed: FuzzedEvent) => Promise<Opinion>;
  /** The number of answers to which each rule was applied, by the rule's text. */
  readonly applied: ReadonlyMap<string, number>;
};

const maxMs = 2_000;
const traceIdForm = /^[A-Za-z0-9][A-Za-z0-9._:@=+/-]{0,127}$(?!\n)/;
const notJson = Symbol('not JSON');
const unread = ['unsupported_media_type', 'payload_too_large'];

export function createAnswerChecker(service: StubService): AnswerChecker {
  const applied = new Map(rules.map(({ says }) => [says, 0]));
  const check = async (fuzzed: FuzzedEvent): Promise<Opinion> => {
    const { event, text } = fuzzed;
    const [sentMs, startedMs] = [Date.now(), performance.now()];
    const {
      statusCode = 0,
      headers = {},
      body = '',
    } = await service.handler(event, { awsRequestId: 'fuzz' });
    const [answeredMs, tookMs] = [Date.now(), performance.now() - startedMs];
    const answer = JSON.parse(body) as AnswerBody;
    const timed = { status: statusCode, headers: headers as Record<string, string>, body, tookMs };
    const wrong = faultsOfAnswer(timed, answer.trace_id).filter((what) => what !== 'shows the inside');
    if (statusCode >= 500) wrong.push('blames the service');
    if (service.crashes.length > 0) wrong.push(`crashed: ${service.crashes.splice(0).join()}`);
    if (tookMs > maxMs) wrong.push(`took ${Math.round(tookMs)} ms`);
    const code = answer.execution_result?.error_code ?? '';
    const opinion = opinionOf(answer.status, code);
    const isRead = text !== undefined && opinion !== 'not read' && opinion !== 'invalid_json';
    const request = isRead ? parse(text) : undefined;
    if (request === notJson) wrong.push('reads as JSON what is not');
    else if (isRead && answer.trace_id !== traceIdOf(request)) wrong.push('names another trace');
    if (opinion === 'invalid_json' && answer.trace_id !== null)
      wrong.push('names a trace that it cannot have read');
    const calls = service.calls.splice(0);
    wrong.push(...brokenRules({ fuzzed, request, answer, code, calls, sentMs, answeredMs }, applied));
    if (wrong.length > 0) throw new Error(`${wrong.join('; ')}: ${statusCode} ${body} to ${show(event)}`);
    return opinion;
  };
  return { check, applied };
}

function brokenRules(exchange: Exchange, applied: Map<string, number>): string[] {
  const applicable = rules.filter(({ applies }) => applies(exchange));
  for (const { says } of applicable) applied.set(says, (applied.get(says) ?? 0) + 1);
  return applicable.filter(({ holds }) => !holds(exchange)).map(({ says }) => `breaks "${says}"`);
}

function opinionOf(status: AnswerBody['status'], code: string): Opinion {
  if (status === 'skipped' || status === 'planned') return status;
  // A query without a result is still a valid request.
  if (status === 'success' || code === 'info_not_found') return 'accepted';
  if (unread.includes(code)) return 'not read';
  return code === 'invalid_json' ? code : `refused ${code}`;
}

function traceIdOf(request: unknown): string | null {
  if (typeof request !== 'object' || request === null || !Object.hasOwn(request, 'trace_id')) return null;
  const { trace_id: traceId } = request as { trace_id: unknown };
  return typeof traceId === 'string' && traceIdForm.test(traceId) ? traceId : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return notJson;
  }
}

function show(event: HttpRequest): string {
  return JSON.stringify(event).slice(0, 500);
}

// Owns: the invariant of every event: an answer of the contract, the caller's fault told as the caller's, in little time.
import type { HttpRequest } from '../../../lib/http/exchange.ts';
import { faultsOfAnswer } from '../faults/ledger.ts';
import type { FuzzedEvent } from './events.ts';
import type { StubService } from './stub-service.ts';

/** What an event came to, in the words of second_opinion.py where it can have an opinion. */
export type Opinion = 'invalid_json' | 'refused' | 'skipped' | 'accepted' | 'not read';

const mostMs = 2_000;
const traceIdForm = /^[A-Za-z0-9][A-Za-z0-9._:@=+/-]{0,127}$(?!\n)/;
const unread = ['unsupported_media_type', 'payload_too_large'];
const afterSchema = ['invalid_time', 'reminder_time_in_past', 'invalid_meeting_window', 'info_not_found'];

/** @returns the opinion, after the answer has been checked; throws with what is wrong with it. */
export async function judge(service: StubService, { event, text }: FuzzedEvent): Promise<Opinion> {
  const startedMs = performance.now();
  const { statusCode = 0, headers = {}, body = '' } = await service.handler(event, { awsRequestId: 'fuzz' });
  const tookMs = performance.now() - startedMs;
  const { trace_id: traceId, status, execution_result: result } = JSON.parse(body) as Told;
  const answer = { status: statusCode, headers: headers as Record<string, string>, body, tookMs };
  const wrong = faultsOfAnswer(answer, traceId).filter((what) => what !== 'shows the inside');
  if (statusCode >= 500) wrong.push('blames the service');
  if (service.crashes.length > 0) wrong.push(`crashed: ${service.crashes.splice(0).join()}`);
  if (tookMs > mostMs) wrong.push(`took ${Math.round(tookMs)} ms`);
  const opinion = opinionOf(status, result?.error_code ?? '');
  if (text !== undefined && opinion !== 'not read' && opinion !== 'invalid_json') {
    if (traceId !== traceIdOf(text)) wrong.push('names another trace');
  }
  if (opinion === 'invalid_json' && traceId !== null) wrong.push('names a trace that it cannot have read');
  if (wrong.length > 0) throw new Error(`${wrong.join('; ')}: ${statusCode} ${body} to ${show(event)}`);
  return opinion;
}

type Told = {
  readonly trace_id: string | null;
  readonly status: string;
  readonly execution_result?: { readonly error_code?: string };
};

function opinionOf(status: string, code: string): Opinion {
  if (status === 'skipped') return 'skipped';
  if (status === 'success' || afterSchema.includes(code)) return 'accepted';
  if (unread.includes(code)) return 'not read';
  return code === 'invalid_json' ? 'invalid_json' : 'refused';
}

function traceIdOf(text: string): string | null {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'trace_id')) return null;
  const { trace_id: traceId } = value as { trace_id: unknown };
  return typeof traceId === 'string' && traceIdForm.test(traceId) ? traceId : null;
}

function show(event: HttpRequest): string {
  return JSON.stringify(event).slice(0, 500);
}

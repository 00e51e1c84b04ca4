// Compares what the client told of one call with the record in DynamoDB.
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import canonicalize from 'canonicalize';
import type { Item } from '../../../lib/adapters/dynamodb/table.ts';
import type { ExecutionOutcome } from '../../../lib/client/outcome.ts';
import type { SettledCall } from './callers.ts';
import type { ClientCall } from './cases.ts';

export type Finding = { readonly kind: 'lost' | 'twice' | 'told wrong'; readonly what: string };

/** @param owner the call that the record belongs to, if any */
export function checkCall(
  settled: SettledCall,
  record: Item | undefined,
  owner: ClientCall | undefined,
): Finding[] {
  const { call, outcome, calls, earlyEnds } = settled;
  const told = (what: string): Finding => ({ kind: 'told wrong', what: `${what}: ${describe(settled)}` });
  const early = earlyEnds > 0 ? [told('a call ended before all its tries were made')] : [];
  if (outcome === undefined)
    return [...early, { kind: 'lost', what: `no outcome in ${calls} calls: ${describe(settled)}` }];
  const problem =
    outcome.status === 'failed' && outcome.error.code === 'trace_id_conflict'
      ? problemOfConflict(call, owner)
      : problemOfOutcome(call, outcome, record);
  return problem === undefined ? early : [...early, told(problem)];
}

/** Whether the record is that of the call's payload, by its fingerprint: schemas/README.md, Idempotency. */
export function isRecordOf(record: Item | undefined, { payload }: ClientCall): boolean {
  const data = { workflow_type: 'workflow', payload };
  const text = canonicalize({ decision: 'workflow', data }) ?? '';
  return textAt(record, 'fingerprint') === createHash('sha256').update(text).digest('hex');
}

export function textAt(item: Item | undefined, name: string): string {
  return item?.[name]?.S ?? '';
}

export function describe({ call, outcome, unsettled }: SettledCall): string {
  return `${JSON.stringify(call.payload)} got ${JSON.stringify(outcome)} after [${unsettled.join(', ')}]`;
}

function problemOfConflict({ expected, text }: ClientCall, owner: ClientCall | undefined) {
  const executes = expected === 'success' || expected === 'adapter_rejected';
  return executes && owner !== undefined && owner.text !== text ? undefined : 'there is no conflict';
}

function problemOfOutcome(
  { payload, expected }: ClientCall,
  outcome: ExecutionOutcome,
  record: Item | undefined,
): string | undefined {
  const code = outcome.status === 'failed' ? outcome.error.code : outcome.status;
  if (code !== expected) return `not ${expected}`;
  if ('result' in outcome) {
    const { action_type: _type, ...sent } = payload;
    // The result of any action has the fields of its payload.
    const result = outcome.result as unknown as Record<string, unknown>;
    if (!Object.entries(sent).every(([name, value]) => isDeepStrictEqual(result[name], value)))
      return 'the result of another payload';
  }
  const state = textAt(record, 'state');
  const recorded = textAt(record, 'execution_result');
  if (code === 'adapter_rejected') return state === 'failed' ? undefined : `recorded as ${state}`;
  if (outcome.status !== 'success') return undefined;
  const isRecorded = state === 'done' && isDeepStrictEqual(outcome.result, JSON.parse(recorded));
  return isRecorded ? undefined : `recorded as ${state} ${recorded}`;
}

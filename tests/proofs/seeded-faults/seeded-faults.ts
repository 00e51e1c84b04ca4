// Lists the seeded faults, one or more for each kind of proof, and what the proof must say of each.
// The run fails when a fault no longer fits the sources: rewrite the fault then.

export type SeededFault = {
  readonly name: string;
  readonly file: string;
  /** Occurs in the file exactly once. */
  readonly find: string;
  readonly replace: string;
  /** The npm script that must fail, and its arguments. */
  readonly proof: readonly [script: string, ...args: string[]];
  /** Variables that make the proof small. */
  readonly env?: Readonly<Record<string, string>>;
  /** A line of the failing proof. */
  readonly says: RegExp;
};

const completeBeforePerforming = {
  name: 'complete before performing',
  file: 'lib/executor/run-effect.ts',
  find: '  // A delivered reminder has been scheduled',
  replace:
    "  await executions.complete({ ...claimed, state: 'done', resultJson: claimed.plannedJson }, invocation);\n" +
    '  // A delivered reminder has been scheduled',
};

const writeWithoutCondition = {
  name: 'drop the condition of the write',
  file: 'lib/adapters/dynamodb/executions.ts',
  find: 'table.put(item, absent, undefined, invocation)',
  replace: 'table.put(item, `${absent} OR attribute_exists(trace_id)`, undefined, invocation)',
};

const fewExecutions = { CLIENT_EXECUTIONS: '500' };

export const seededFaults: readonly SeededFault[] = [
  {
    ...writeWithoutCondition,
    proof: ['proof', 'faults', '-t', 'single fault'],
    env: { FAULTS_SITUATION: 'a task again' },
    says: /answers as the first execution for the second time/,
  },
  {
    ...writeWithoutCondition,
    proof: ['proof', 'client'],
    env: fewExecutions,
    says: /twice: executed again/,
  },
  {
    name: 'send each try of the client under a trace id of its own',
    file: 'lib/client/client.ts',
    find: 'async (trySignal) => await tryOnce<Type>({ traceId, body }, settings, runtime, trySignal),',
    replace: `async (trySignal) => {
        const fresh = decision.trace_id ?? createTraceId(runtime.epochMs(), runtime.randomBytes(10));
        const fitting = { traceId: fresh, body: body.replace(traceId, fresh) };
        return await tryOnce<Type>(fitting, settings, runtime, trySignal);
      },`,
    proof: ['proof', 'client'],
    env: fewExecutions,
    says: /twice: nobody was told of/,
  },
  {
    name: 'take a gateway for the service',
    file: 'lib/client/try-once.ts',
    find: '  const { status } = response;',
    replace: `  const { status } = response;
  if (status === 503) {
    const error = { code: 'adapter_rejected', message: 'it was refused', retryable: false };
    return { answer: { status: 'failed', error, replayed: false }, mayRetry: false, retryAfterMs };
  }`,
    proof: ['proof', 'client'],
    env: fewExecutions,
    says: /told wrong: not success: .*it was refused/,
  },
  {
    name: 'take a failure that may pass for the outcome',
    file: 'lib/client/retry.ts',
    find: 'if (!result.mayRetry ||',
    replace: 'if (!result.mayRetry || result.answer !== undefined ||',
    proof: ['proof', 'client'],
    env: fewExecutions,
    says: /told wrong: a call ended before all its tries were made/,
  },
  {
    ...completeBeforePerforming,
    proof: ['proof', 'faults', '-t', 'wherever invocations crash'],
    env: { CRASHES_ADAPTER: 'eventbridge' },
    says: /leaves 0 effects outside/,
  },
  {
    ...completeBeforePerforming,
    proof: ['proof', 'model'],
    env: { MODEL_RUNS: '500' },
    says: /is done, and nothing was scheduled/,
  },
  {
    name: 'name an effect by its trace id alone',
    file: 'lib/domain/effect-key.ts',
    find: 'JSON.stringify([id, fingerprint, createdAt])',
    replace: 'id',
    proof: ['proof', 'model'],
    env: { MODEL_RUNS: '1000' },
    says: /has a schedule too few/,
  },
  {
    name: 'let a reminder expire before it is delivered',
    file: 'lib/adapters/dynamodb/executions.ts',
    find: 'isToBeDelivered(execution) ? undefined : expiryFrom(nowMs, retentionDays)',
    replace: 'expiryFrom(nowMs, retentionDays)',
    proof: ['test', 'tests/behaviour/expiry'],
    says: /● .*keeps its trace id/,
  },
  {
    name: 'schedule again what was delivered',
    file: 'lib/executor/run-effect.ts',
    find: 'claimed.deliveredAt === undefined\n',
    replace: 'claimed.leaseUntilMs !== undefined\n',
    proof: ['proof', 'faults', '-t', 'wherever it is interrupted'],
    says: /a schedule for what was delivered/,
  },
  {
    name: 'forget what was delivered',
    file: 'lib/adapters/dynamodb/deliveries.ts',
    find: 'delivered_at: { S: deliveredAt },',
    replace: 'delivered: { S: deliveredAt },',
    proof: ['proof', 'faults', '-t', 'wherever it is interrupted'],
    says: /is delivered 2 times/,
  },
  {
    name: 'mark before handing over',
    file: 'lib/delivery/deliver.ts',
    find: '    const result = await delivery.handOver(',
    replace:
      '    await executions.markDelivered(ref, formatInstant(instantOf(invocation.nowMs)), invocation);\n' +
      '    const result = await delivery.handOver(',
    proof: ['proof', 'faults', '-t', 'wherever it is interrupted'],
    says: /info tells of a delivery that was not/,
  },
  {
    name: 'let two deliver at once',
    file: 'lib/adapters/dynamodb/deliveries.ts',
    find: 'attribute_not_exists(delivery_until) OR ',
    replace: 'attribute_exists(delivery_until) OR attribute_not_exists(delivery_until) OR ',
    proof: ['test', 'tests/behaviour/delivery.test.ts'],
    says: /● .*of twenty calls at once exactly one delivers the reminder/,
  },
  {
    name: 'carry out what a dry run has planned',
    file: 'lib/executor/execute.ts',
    find: '    if (accepted.dryRun) return answerDryRun(',
    replace:
      "    if (accepted.dryRun && plan.kind === 'create') await carryOut(plan, accepted, adapter, ports, invocation);\n" +
      '    if (accepted.dryRun) return answerDryRun(',
    proof: ['proof', 'fuzz'],
    env: { FUZZ_EVENTS: '3000' },
    says: /breaks "a dry run is not executed, and calls neither the store nor anything outside"/,
  },
  {
    name: 'count dry_run into the fingerprint of a request',
    file: 'lib/validation/check-payload.ts',
    find: 'id, data, payload: given };',
    replace: "id, data: { ...(data as object), dry_run: field(body, 'dry_run') }, payload: given };",
    proof: ['test', 'tests/contract/in-memory.test.ts'],
    says: /● .*dry_run false is an execution, and the same request as one without it/,
  },
  {
    name: 'refuse without looking',
    file: 'lib/executor/execute.ts',
    find: "plan.kind === 'refused' && plan.onlyIfFirst !== true",
    replace: "plan.kind === 'refused'",
    proof: ['proof', 'model'],
    env: { MODEL_RUNS: '500' },
    says: /gets impossible, not (?:conflict|replayed|success)/,
  },
  {
    name: 'finish what was begun by a new plan',
    file: 'lib/executor/run-effect.ts',
    find: 'const { plannedJson = plan?.plannedJson, createdAt } = existing;',
    replace:
      'const { createdAt } = existing;\n  const plannedJson = plan?.plannedJson ?? existing.plannedJson;',
    proof: ['test', 'tests/lib/executor/run-effect'],
    says: /● .*its recorded plan is completed/,
  },
  {
    name: 'record a fault that can be repaired as final',
    file: 'lib/adapters/eventbridge/eventbridge.ts',
    find: "{ kind: 'done' } : { kind: 'unavailable', cause: name }",
    replace:
      "{ kind: 'done' } : { kind: name === 'ValidationException' ? 'rejected' : 'unavailable', cause: name }",
    proof: ['test', 'tests/behaviour/scheduler-errors'],
    says: /● .*fails with ValidationException is not final/,
  },
  {
    name: 'write over what an earlier try has put into a calendar',
    file: 'lib/adapters/caldav/put-object.ts',
    find: "    'if-none-match': '*',\n",
    replace: '',
    proof: ['proof', 'faults', '-t', 'wherever invocations crash'],
    env: { CRASHES_ADAPTER: 'caldav' },
    says: /caldav, .*leaves 2 effects outside/,
  },
  {
    name: 'take what an earlier try has put into a calendar for a refusal',
    file: 'lib/adapters/caldav/put-object.ts',
    find: '    case 412:\n      return done;',
    replace: '      return done;\n    case 412:\n      return rejected(answer);',
    proof: ['proof', 'faults', '-t', 'wherever invocations crash'],
    env: { CRASHES_ADAPTER: 'caldav' },
    says: /caldav, .*leaves the record failed, not done/,
  },
  {
    name: 'name a webhook by its trace id',
    file: 'lib/adapters/webhook.ts',
    find: 'return { id: effectKey, body };',
    replace: 'return { id: effectKey === "" ? effectKey : subject.traceId, body };',
    proof: ['proof', 'faults', '-t', 'wherever invocations crash'],
    env: { CRASHES_ADAPTER: 'webhook' },
    says: /webhook, .*leaves 0 effects outside/,
  },
  {
    name: 'send an event of a calendar under a new id on each try',
    file: 'lib/adapters/google/event.ts',
    find: '    id: toEventId(effectKey),',
    replace: '    id: toEventId(effectKey).slice(0, -4) + String(1_000 + Math.floor(Math.random() * 8_999)),',
    proof: ['proof', 'faults', '-t', 'wherever invocations crash'],
    env: { CRASHES_ADAPTER: 'google' },
    says: /google, .*leaves 0 effects outside/,
  },
  {
    name: 'ignore when an outside system asks to be called again',
    file: 'lib/adapters/http-call.ts',
    find: "readRetryAfter(response.headers.get('retry-after'), nowMs)",
    replace: "readRetryAfter(response.headers.get('x-retry-after'), nowMs)",
    proof: ['proof', 'faults', '-t', 'wherever invocations crash'],
    env: { CRASHES_ADAPTER: 'webhook' },
    says: /too many requests.*asks for a retry in 1 s/,
  },
  {
    name: 'finish what another adapter has begun',
    file: 'lib/executor/run-effect.ts',
    find: 'if (isAbandoned(current, wanted, nowMs) && isOfAdapter(current, adapter.name)) {',
    replace: 'if (isAbandoned(current, wanted, nowMs) && isOfAdapter(current, current.adapter)) {',
    proof: ['proof', 'faults', '-t', 'one adapter has begun'],
    says: /is performed by the other adapter/,
  },
  {
    name: 'leave out what an outside system calls the thing',
    file: 'lib/executor/write-result.ts',
    find: 'if (external === undefined) return resultJson;',
    replace: 'if (external?.url === undefined || adapter !== "") return resultJson;',
    proof: ['proof', 'faults', '-t', 'wherever invocations crash'],
    env: { CRASHES_ADAPTER: 'webhook' },
    says: /has another external/,
  },
  {
    name: 'follow a redirect of an outside system',
    file: 'lib/adapters/http-call.ts',
    find: "redirect: 'manual' }",
    replace: "redirect: 'follow' }",
    proof: ['test', 'tests/lib/adapters/webhook.test.ts', '-t', 'redirect'],
    says: /● .*a redirect by 307 is not followed/,
  },
  {
    name: 'put a secret into the cause of a failure',
    file: 'lib/adapters/standard-webhook.ts',
    find: "throw new UnavailableError('InvalidWebhookSecret');",
    replace: 'throw new UnavailableError(secret);',
    proof: ['test', 'tests/lib/adapters/webhook.test.ts', '-t', 'a cause holds'],
    says: /● a cause holds neither secret/,
  },
  {
    name: 'take a defect for a failure of an outside system',
    file: 'lib/adapters/unavailable.ts',
    find: '  if (!isUnavailable(error)) throw error;',
    replace: '  if (!Error.isError(error)) throw error;',
    proof: ['test', 'tests/behaviour/adapter-crash'],
    says: /● after a crash in webhook the execution is completed/,
  },
  {
    name: 'put a word of the caller into a schedule',
    file: 'lib/adapters/eventbridge/schedule.ts',
    find: "    ScheduleExpressionTimezone: 'UTC',",
    replace: "    ScheduleExpressionTimezone: 'UTC',\n    Description: traceId,",
    proof: ['test', 'tests/behaviour/scheduler-requests'],
    says: /● the message .* is nowhere in the request to the scheduler/,
  },
  {
    name: 'send one client token for two requests',
    file: 'lib/adapters/eventbridge/schedule.ts',
    find: "    ScheduleExpressionTimezone: 'UTC',",
    replace: "    ScheduleExpressionTimezone: 'UTC',\n    ClientToken: effectKey,",
    proof: ['test', 'tests/behaviour/scheduler-requests'],
    says: /● each call has a client token of its own/,
  },
  {
    name: 'tell of any conflict alike',
    file: 'lib/executor/replay-outcome.ts',
    find: "return state === 'pending'",
    replace: 'return state !== state',
    proof: ['test', 'tests/behaviour/recorded-outcomes'],
    says: /● a conflict with a pending execution says how to finish it/,
  },
  {
    name: 'tell a stored failure by what this version knows of its code',
    file: 'lib/executor/replay-outcome.ts',
    find: '...(status !== undefined && { recorded: { status, retryable } }),',
    replace:
      '...(status !== undefined && !Object.hasOwn(failures, error_code) && { recorded: { status, retryable } }),',
    proof: ['test', 'tests/behaviour/recorded-outcomes'],
    says: /● a failure .* is replayed to the byte, with that status/,
  },
  {
    name: 'look at a text in a time that grows with its square',
    file: 'lib/time/timezone.ts',
    find: '  if (offset.test(name) ||',
    replace: '  if (/0+$/.test(name) || offset.test(name) ||',
    proof: ['proof', 'hostile', '-t', 'every function'],
    says: /\d\d\.\d isTimezone of "0"/,
  },
  {
    name: 'accept an unknown field',
    file: 'lib/validation/check-payload.ts',
    find: 'if (!isPayload(actionType, given))',
    replace:
      "if (!isPayload(actionType, given) && validators[actionType].errors?.some(({ keyword }) => keyword !== 'additionalProperties'))",
    proof: ['proof', 'fuzz'],
    env: { FUZZ_EVENTS: '3000' },
    says: /Python says refused, the service accepted|a field that is given appears in the result/,
  },
  {
    name: 'leak a key to the next request',
    file: 'lib/http/pipeline.ts',
    find: '    trace_id: request?.traceId ?? null,',
    replace: '    trace_id: (last = request?.traceId ?? last),',
    proof: ['test', 'tests/behaviour/log-lines.test.ts'],
    says: /● .*(?:request|line)/,
  },
  {
    name: 'log a title',
    file: 'lib/http/pipeline.ts',
    find: 'receivedFields(parsed(event), event.bytes)',
    replace:
      '{ ...receivedFields(parsed(event), event.bytes), title: (parsed(event).payload as { title?: string } | undefined)?.title }',
    proof: ['test', 'tests/lib/http', 'tests/behaviour/store-calls'],
    says: /lines of the log break their rule/,
  },
  {
    name: 'tell a success before it is recorded',
    file: 'lib/executor/put-record.ts',
    find: '  const existing = await executions.putIfAbsent(execution, invocation);',
    replace:
      '  setTimeout(() => void executions.putIfAbsent(execution, invocation), 300);\n  const existing = undefined as never;',
    proof: ['proof', 'crash-recovery'],
    env: { CRASH_KILLS: '3' },
    says: /answered, but the store holds/,
  },
  {
    name: 'keep something of every request',
    file: 'lib/http/handler.ts',
    find: '    let context: RequestContext | undefined;',
    replace: '    let context: RequestContext | undefined;\n    kept.push(new Array(4_000).fill(0));',
    proof: ['proof', 'load'],
    env: { LOAD_SECONDS: '30' },
    says: /the heap grows/,
  },
  {
    ...writeWithoutCondition,
    name: 'write a second time',
    replace: `table
            .put(item, absent, undefined, invocation)
            .finally(() => table.put(item, \`\${absent} OR attribute_exists(trace_id)\`, undefined, invocation))`,
    proof: ['bench', '--quick', '--only', 'counts'],
    says: /Over budget: requests to DynamoDB: first execution: 2/,
  },
  {
    name: 'write a long line into the log',
    file: 'lib/log/log.ts',
    find: "'REQUEST_RECEIVED', { ...context, ...fields }",
    replace: "'REQUEST_RECEIVED', { ...context, ...fields, text: 'x'.repeat(2_000) }",
    proof: ['bench', '--quick', '--only', 'counts'],
    says: /Over budget: log of a first execution/,
  },
  {
    name: 'load ajv at the start',
    file: 'functions/execute.ts',
    find: 'const elapsedMs =',
    replace: "import { Ajv2020 } from 'ajv/dist/2020.js';\nnew Ajv2020();\n\nconst elapsedMs =",
    proof: ['bench', '--quick', '--only', 'load'],
    says: /Over budget: load of the bundle/,
  },
];

/** What a fault needs at the top of its file. */
export const declarations: Readonly<Record<string, string>> = {
  'lib/http/handler.ts': 'const kept: unknown[] = [];\n',
  'lib/http/pipeline.ts': 'let last: string | null = null;\n',
};

// A stub of the port `Executions`: records each call, and answers as the test says. For the decisions of its callers; what a
// store answers is tested in tests/lib/ports/executions.test.ts.
import type { Execution } from '../../../lib/domain/execution.ts';
import type { Executions } from '../../../lib/ports/executions.ts';

type Answers = Partial<Record<keyof Executions, Execution | Error>>;

export type ScriptedExecutions = Executions & {
  readonly calls: readonly (readonly [keyof Executions, unknown])[];
};

/** Answers `undefined` where the script has nothing; throws where it has an error. */
export function scriptedExecutions(answers: Answers = {}): ScriptedExecutions {
  const calls: (readonly [keyof Executions, unknown])[] = [];
  const answer = (name: keyof Executions) => (argument: unknown) => {
    calls.push([name, argument]);
    const scripted = answers[name];
    return scripted instanceof Error ? Promise.reject(scripted) : Promise.resolve(scripted);
  };
  return {
    calls,
    find: answer('find'),
    putIfAbsent: answer('putIfAbsent'),
    takeOver: async (seen, taken) => (await answer('takeOver')(seen)) ?? taken,
    complete: answer('complete'),
    release: async (claimed) => void (await answer('release')(claimed)),
    claimDelivery: answer('claimDelivery'),
    markDelivered: async (ref) => void (await answer('markDelivered')(ref)),
    releaseDelivery: async (ref) => void (await answer('releaseDelivery')(ref)),
  };
}

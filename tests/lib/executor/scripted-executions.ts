// Owns: the port `Executions` as a script: each call is noted, and answered as the test says. For the executor's own decisions;
// what a real store answers is held by tests/lib/adapters/executions.test.ts.
import type { Execution, Executions } from '../../../lib/adapters/ports.ts';

type Answers = Partial<Record<keyof Executions, Execution | Error>>;

export type Scripted = Executions & { readonly calls: readonly (readonly [keyof Executions, unknown])[] };

/** Answers `undefined` where the script says nothing; throws where it says an error. */
export function scriptedExecutions(answers: Answers = {}): Scripted {
  const calls: (readonly [keyof Executions, unknown])[] = [];
  const answer = (name: keyof Executions) => (asked: unknown) => {
    calls.push([name, asked]);
    const said = answers[name];
    return said instanceof Error ? Promise.reject(said) : Promise.resolve(said);
  };
  return {
    calls,
    record: answer('record'),
    find: answer('find'),
    takeOver: async (seen, taken) => (await answer('takeOver')(seen)) ?? taken,
    settle: answer('settle'),
    handBack: async (asked) => void (await answer('handBack')(asked)),
    claimDelivery: answer('claimDelivery'),
    markDelivered: async (due) => void (await answer('markDelivered')(due)),
    releaseDelivery: async (due) => void (await answer('releaseDelivery')(due)),
  };
}

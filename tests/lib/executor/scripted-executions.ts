// Owns: the port `Executions` as a script: each call is noted, and answered as the test says. For the executor's own decisions;
// what a real store answers is held by tests/lib/adapters/executions.test.ts.
import type { Execution, Executions } from '../../../lib/adapters/ports.ts';

type Answers = Partial<Record<keyof Executions, Execution | Error>>;

export type Scripted = Executions & {
  readonly calls: readonly (readonly [keyof Executions, ...unknown[]])[];
};

/** Writes what it is given where the script says nothing of what stands there; throws where it says an error. */
export function scriptedExecutions(answers: Answers = {}): Scripted {
  const calls: (readonly [keyof Executions, ...unknown[]])[] = [];
  const note = (name: keyof Executions, ...asked: unknown[]): Promise<Execution | undefined> => {
    calls.push([name, ...asked]);
    const said = answers[name];
    return said instanceof Error ? Promise.reject(said) : Promise.resolve(said);
  };
  const answer = (name: keyof Executions) => (asked: unknown) => note(name, asked);
  const done = (name: keyof Executions) => async (asked: unknown) => void (await note(name, asked));
  return {
    calls,
    record: answer('record'),
    find: answer('find'),
    takeOver: async (seen, taken) => (await note('takeOver', seen, taken)) ?? taken,
    settle: answer('settle'),
    handBack: done('handBack'),
    claimDelivery: answer('claimDelivery'),
    markDelivered: done('markDelivered'),
    releaseDelivery: done('releaseDelivery'),
  };
}

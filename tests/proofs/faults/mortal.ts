// Owns: an invocation that dies at a step of the protocol: from there on nothing of it happens, and no one is told.
import type { Invocation } from '../../../lib/domain/invocation.ts';
import type { Ports } from '../../../lib/ports/ports.ts';

/** Just before a step, or when it has happened and its answer is not yet heard. */
export type Death = {
  readonly step: 'claim' | 'take over' | 'act' | 'settle' | 'hand back' | 'find';
  readonly when: 'before' | 'after';
};

export type Mortals = {
  readonly ports: Ports;
  /** Lets an invocation run until it dies, if it comes to that: then the result is `undefined`. */
  readonly run: <Result>(
    invocation: Invocation,
    death: Death | undefined,
    live: () => Promise<Result>,
  ) => Promise<Result | undefined>;
};

type Fate = { readonly death: Death; readonly tell: () => void; dead: boolean };

/** The same ports, through which an invocation may die. */
export function makeMortal({ executions, topics, reminders }: Ports): Mortals {
  const fates = new WeakMap<Invocation, Fate>();

  const at = async <Result>(
    step: Death['step'],
    invocation: Invocation,
    take: () => Promise<Result>,
  ): Promise<Result> => {
    const fate = fates.get(invocation);
    if (fate?.dead === true) return await forever();
    const here = fate?.death.step === step;
    if (here && fate.death.when === 'before') return await die(fate);
    const result = await take();
    return here ? await die(fate) : result;
  };

  return {
    ports: {
      topics,
      executions: {
        // Deliveries have a proof of their own.
        ...executions,
        putIfAbsent: (execution, invocation) =>
          at('claim', invocation, () => executions.putIfAbsent(execution, invocation)),
        find: (traceId, invocation) => at('find', invocation, () => executions.find(traceId, invocation)),
        takeOver: (seen, next, invocation) =>
          at('take over', invocation, () => executions.takeOver(seen, next, invocation)),
        complete: (settled, invocation) =>
          at('settle', invocation, () => executions.complete(settled, invocation)),
        release: (claimed, invocation) =>
          at('hand back', invocation, () => executions.release(claimed, invocation)),
      },
      reminders: {
        schedule: (due, atSeconds, invocation) =>
          at('act', invocation, () => reminders.schedule(due, atSeconds, invocation)),
      },
    },
    run: (invocation, death, live) =>
      new Promise((resolve, reject) => {
        if (death !== undefined) {
          fates.set(invocation, { death, tell: () => resolve(undefined), dead: false });
        }
        live().then(resolve, reject);
      }),
  };
}

function die(fate: Fate): Promise<never> {
  fate.dead = true;
  fate.tell();
  return forever();
}

function forever(): Promise<never> {
  return new Promise(() => undefined);
}

// Wraps the ports so that any call of an invocation can fail: its answer is lost, or the invocation crashes, before the call takes
// effect or after it.
import type { Effect, EffectAction, EffectResult } from '../../lib/domain/effect.ts';
import { failure, FailureError } from '../../lib/domain/failure.ts';
import type { Invocation } from '../../lib/domain/invocation.ts';
import type { Adapter, Adapters, OutsideAdapter } from '../../lib/ports/adapter.ts';
import type { Delivery } from '../../lib/ports/delivery.ts';
import type { Executions } from '../../lib/ports/executions.ts';
import type { Ports } from '../../lib/ports/ports.ts';

export type PortCall = keyof Executions | 'perform' | 'handOver';

/** After a lost answer the invocation goes on with a failure. After a crash it does nothing any more, and answers nobody. */
export type CallFault = 'is lost before' | 'is lost after' | 'crashes before' | 'crashes after';

/** The call at which an invocation fails, and how. */
export type CrashPoint = { readonly call: PortCall; readonly fault: CallFault };

/** Waits until a call may go on. */
export type Turn = (label: string) => Promise<void>;

type FaultState = {
  readonly faultOf: (call: PortCall) => CallFault | undefined;
  readonly crash: () => void;
  crashed: boolean;
  /** Calls whose answer was lost. */
  readonly lost: Set<PortCall>;
};

export type CrashingPorts = {
  readonly ports: Ports;
  readonly delivery: Delivery;
  /**
   * Runs an invocation. Resolves with `undefined` when it crashes.
   *
   * @param faultOf called once for each call of a port
   */
  readonly run: <Result>(
    invocation: Invocation,
    faultOf: (call: PortCall) => CallFault | undefined,
    work: () => Promise<Result>,
  ) => Promise<Result | undefined>;
  /** Whether an invocation crashed, or lost the answer of one of these calls. */
  readonly hasLost: (invocation: Invocation, ...calls: readonly PortCall[]) => boolean;
};

/** @param turn called twice for each call: before it takes effect, and before its answer is received */
export function createCrashingPorts(
  { executions, topics, adapters }: Ports,
  delivery: Delivery,
  turn: Turn = () => Promise.resolve(),
): CrashingPorts {
  const states = new WeakMap<Invocation, FaultState>();

  /** @param lose what the caller sees when no answer comes */
  const wrap =
    <Args extends readonly unknown[], Result>(
      call: PortCall,
      perform: (...args: [...Args, Invocation]) => Promise<Result>,
      lose: () => Result,
    ) =>
    async (...args: [...Args, Invocation]): Promise<Result> => {
      const invocation = args.at(-1) as Invocation;
      const state = states.get(invocation);
      const fault = state?.faultOf(call);
      const loseAnswer = () => {
        state?.lost.add(call);
        return lose();
      };
      await turn(`${call} begins`);
      if (state?.crashed === true || fault === 'crashes before') return await crash(state);
      // As the adapters do: nothing is sent once the time is up.
      if (fault === 'is lost before' || invocation.remainingMs() <= 0) return loseAnswer();
      const result = await perform(...args);
      await turn(`${call} answers`);
      if (fault === 'crashes after') return await crash(state);
      return fault === 'is lost after' ? loseAnswer() : result;
    };

  const wrapPerform = ({ perform }: OutsideAdapter<EffectAction>) =>
    wrap<[Effect], EffectResult>('perform', (effect, invocation) => perform(effect, invocation), timedOut);

  return {
    ports: {
      topics,
      executions: {
        find: wrap('find', (...args) => executions.find(...args), unavailable),
        putIfAbsent: wrap('putIfAbsent', (...args) => executions.putIfAbsent(...args), unavailable),
        takeOver: wrap('takeOver', (...args) => executions.takeOver(...args), unavailable),
        complete: wrap('complete', (...args) => executions.complete(...args), unavailable),
        release: wrap('release', (...args) => executions.release(...args), unavailable),
        claimDelivery: wrap('claimDelivery', (...args) => executions.claimDelivery(...args), unavailable),
        markDelivered: wrap('markDelivered', (...args) => executions.markDelivered(...args), unavailable),
        releaseDelivery: wrap(
          'releaseDelivery',
          (...args) => executions.releaseDelivery(...args),
          unavailable,
        ),
      },
      adapters: Object.fromEntries(
        (Object.entries(adapters) as [string, Adapter][]).map(([action, adapter]) => [
          action,
          adapter.kind === 'record' ? adapter : { ...adapter, perform: wrapPerform(adapter) },
        ]),
      ) as Adapters,
    },
    delivery: {
      name: delivery.name,
      handOver: wrap('handOver', (...args) => delivery.handOver(...args), timedOut),
    },
    run: (invocation, faultOf, work) =>
      new Promise((resolve, reject) => {
        const state = { faultOf, crash: () => resolve(undefined), crashed: false, lost: new Set<PortCall>() };
        states.set(invocation, state);
        work().then(resolve, reject);
      }),
    hasLost: (invocation, ...calls) => {
      const state = states.get(invocation);
      return state !== undefined && (state.crashed || calls.some((call) => state.lost.has(call)));
    },
  };
}

function crash(state: FaultState | undefined): Promise<never> {
  if (state !== undefined) {
    state.crashed = true;
    state.crash();
  }
  return new Promise(() => undefined);
}

function unavailable(): never {
  throw new FailureError(failure('store_unavailable', { cause: 'TimeoutError' }));
}

function timedOut(): EffectResult {
  return { kind: 'unavailable', cause: 'TimeoutError' };
}

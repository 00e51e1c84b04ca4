// Lets outside systems answer each execution by its own script while many executions run at once: a request is told by what it
// calls its effect, and that by the effect key with which an adapter was called.
import type { EffectAction } from '../../../lib/domain/effect.ts';
import type { OutsideAdapter } from '../../../lib/ports/adapter.ts';
import type { Behaviour, ReceivedDelivery } from '../../lib/adapters/delivery/receiver.ts';

/** What the outside systems are to answer to one execution, and what they have seen of it. */
export type OutsideScript = {
  /** One behaviour for each request in order, and the last one for all later requests. */
  behaviours: readonly Behaviour[];
  /** The effect keys under which adapters were called. */
  readonly effectKeys: Set<string>;
  /** The adapters that were called. */
  readonly adapters: Set<string>;
  /** The bodies that were sent. */
  readonly bodies: Set<string>;
};

export type OutsideScripts = {
  /** @param traceId of an execution whose requests are answered by the script that is returned */
  readonly begin: (traceId: string) => OutsideScript;
  /**
   * The adapter, which notes what it is called with.
   *
   * @param nameOf what its requests call an effect
   */
  readonly watch: <Type extends EffectAction>(
    adapter: OutsideAdapter<Type>,
    nameOf: (effectKey: string) => string,
  ) => OutsideAdapter<Type>;
  /**
   * @param nameIn what a request calls its effect
   * @param works how the outside system answers when it works
   */
  readonly behaviour: (nameIn: (request: ReceivedDelivery) => string, works: Behaviour) => Behaviour;
  /** Requests of no execution's effect. */
  readonly strays: readonly ReceivedDelivery[];
};

export function createOutsideScripts(): OutsideScripts {
  const byTraceId = new Map<string, OutsideScript>();
  const byName = new Map<string, OutsideScript>();
  const strays: ReceivedDelivery[] = [];
  return {
    strays,
    begin: (traceId) => {
      const script = {
        behaviours: [],
        effectKeys: new Set<string>(),
        adapters: new Set<string>(),
        bodies: new Set<string>(),
      };
      byTraceId.set(traceId, script);
      return script;
    },
    watch: (adapter, nameOf) => ({
      ...adapter,
      perform: async (effect, invocation) => {
        const script = byTraceId.get(effect.traceId);
        if (script === undefined) throw new TypeError(`${effect.traceId} has no script`);
        script.effectKeys.add(effect.effectKey);
        script.adapters.add(adapter.name);
        byName.set(nameOf(effect.effectKey), script);
        return await adapter.perform(effect, invocation);
      },
    }),
    behaviour: (nameIn, works) => (response, request) => {
      const script = byName.get(nameIn(request));
      if (script === undefined) strays.push(request);
      else if (request.body !== '') script.bodies.add(request.body);
      const [behaviour = works, ...rest] = script?.behaviours ?? [];
      if (script !== undefined && rest.length > 0) script.behaviours = rest;
      behaviour(response, request);
    },
  };
}

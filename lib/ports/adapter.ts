// What carries an action out, chosen by the deployment (schemas/README.md, Adapters).
import type { Effect, EffectAction, EffectPayload, EffectResult } from '../domain/effect.ts';
import type { Detail } from '../domain/failure.ts';
import type { Invocation } from '../domain/invocation.ts';

/** The record of the execution is all there is to do: one write. */
export type RecordAdapter = {
  readonly kind: 'record';
  /** No outside system is to be named. */
  readonly name?: undefined;
  /** Fields that the result carries after those of the action. */
  readonly fields: Readonly<Record<string, unknown>>;
};

/** Something happens in an outside system: the execution is claimed, the effect performed, the outcome recorded. */
export type OutsideAdapter<Type extends EffectAction> = {
  readonly kind: 'outside';
  /** Its name in the log, in the record and in `external`. */
  readonly name: string;
  /** What it adds is known only once it has happened. */
  readonly fields?: undefined;
  /** Whether it calls the service back when the effect is due, so that the service delivers it. */
  readonly callsBack?: true;
  /** What the outside system cannot take of a payload: each breach with the path of its field in the request. Empty if it takes it all. */
  readonly findBreaches?: (payload: EffectPayload<Type>) => readonly Detail[];
  /**
   * Performs the effect. A second call under the same effect key must have the result of one call. A system that fails is
   * `unavailable`: what this throws is a defect. Ends early enough for the invocation to record the result.
   */
  readonly perform: (effect: Effect<Type>, invocation: Invocation) => Promise<EffectResult>;
};

export type Adapter<Type extends EffectAction = EffectAction> = RecordAdapter | OutsideAdapter<Type>;

/** The chosen adapter of each action. An action that has none is recorded, and that is all. */
export type Adapters = { readonly [Type in EffectAction]?: Adapter<Type> };

// The two things that call the function: API Gateway with a request, and EventBridge Scheduler with a reminder that is due.
import { createDueHandler, isDueEvent, type DeliveryService } from '../lib/delivery/handler.ts';
import { attempt, createHandler, type Handler, type Surroundings } from '../lib/http/handler.ts';
import type { Pipeline } from '../lib/http/pipeline.ts';

export type Service = DeliveryService & { readonly pipeline: Pipeline };

type Answer = Awaited<ReturnType<Handler>>;

/** @param startService what makes the service; where it fails, every call is told so in its own way */
export function createFunction(startService: () => Service, surroundings: Surroundings) {
  const start = attempt(startService);
  const answer = createHandler(() => start().pipeline, surroundings);
  const deliver = createDueHandler(start, surroundings.origin, surroundings);
  let coldStart = true;
  return (event: Parameters<Handler>[0], context: Parameters<Handler>[1]): Promise<Answer | null> => {
    const first = coldStart;
    coldStart = false;
    return isDueEvent(event) ? deliver(event, context ?? {}) : answer(event, context, first);
  };
}

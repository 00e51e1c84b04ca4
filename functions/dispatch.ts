// The two callers of the function: API Gateway with a request, and EventBridge Scheduler with a reminder that is due.
import { createDueHandler, isDueEvent, type DeliveryService } from '../lib/delivery/due-handler.ts';
import { createHandler, deferError, type Handler, type Runtime } from '../lib/http/handler.ts';
import type { Pipeline } from '../lib/http/pipeline.ts';

export type Service = DeliveryService & { readonly pipeline: Pipeline };

type HttpResponse = Awaited<ReturnType<Handler>>;

/** @param startService creates the service; if it throws, every call fails with that error, in the form that its caller expects */
export function createFunction(startService: () => Service, runtime: Runtime) {
  const start = deferError(startService);
  const respond = createHandler(() => start().pipeline, runtime);
  const deliver = createDueHandler(start, runtime.service, runtime);
  let coldStart = true;
  return (event: Parameters<Handler>[0], context: Parameters<Handler>[1]): Promise<HttpResponse | null> => {
    const first = coldStart;
    coldStart = false;
    return isDueEvent(event) ? deliver(event, context ?? {}) : respond(event, context, first);
  };
}

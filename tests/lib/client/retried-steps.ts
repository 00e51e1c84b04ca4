// What befalls a try after which the same bytes are to be sent again, of every client: the package, and the example in Python.
import {
  cutShort,
  failure,
  gateway,
  html,
  reply,
  reset,
  taskResult,
  type ScriptStep,
} from './scripted-service.ts';

export const retriedSteps: readonly (readonly [what: string, step: ScriptStep])[] = [
  ['a connection that is reset', reset],
  ['an answer that is cut short', cutShort],
  ['HTML of a gateway, 502', html(502)],
  ['HTML with a status of success', html(200)],
  ['HTML with a status of refusal', html(403)],
  ['an empty answer', reply(204, '')],
  ['a redirect', reply(302, '', 'text/html', { location: 'http://127.0.0.1:1/' })],
  ['a redirect that keeps the method', reply(307, '', 'text/html', { location: 'http://127.0.0.1:1/' })],
  ['429 of a gateway', gateway(429)],
  ['408 of a gateway', gateway(408)],
  ['425 of a gateway', gateway(425)],
  ['500 of a gateway', gateway(500)],
  ['503 of a gateway', gateway(503)],
  ['504 of a gateway', gateway(504)],
  ['JSON that is not the contract’s', reply(200, { ok: true })],
  [
    'an answer to another trace id',
    reply(200, { trace_id: 'b', status: 'success', execution_result: taskResult }),
  ],
  ['an answer over 1 MiB', reply(200, 'x'.repeat((1 << 20) + 1))],
  ['a failure that is retryable', failure(503, 'store_unavailable', true)],
];

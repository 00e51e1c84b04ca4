// Serves the service over HTTP in a process of its own, behind a gateway that breaks tries, and reports the faults when its parent asks.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { handler } from '../../../functions/execute.ts';
import { toEvent } from '../../../scripts/local/event.ts';
import { executePath } from '../../../scripts/local/gateway.ts';
import type { ProxiedAnswer } from '../../support/fault-answers.ts';
import { startFaultServer } from '../../support/fault-server.ts';
import { callHeader } from './clients.ts';
import { gatewayAnswer, gatewayFaults, type GatewayFault } from './gateway-faults.ts';
import { planFaults } from './planned-faults.ts';
import { faultyTries, lateTryMs, limitMs, shareOfFaultyTries } from './sizes.ts';

/** For each try, in order: its fault, or none. */
export type FaultsOfTries = readonly (GatewayFault | 'none')[];

/** An invocation looks at the time that is left before each thing that it does. */
const crashPoints = 6;
let crashes = 0;

const plan = planFaults<GatewayFault>({
  seed: Number(process.env['CLIENT_SEED']),
  faults: gatewayFaults,
  share: shareOfFaultyTries,
  maxCalls: faultyTries,
});

const gateway = await startFaultServer<GatewayFault>({
  decide: ({ body }, request) => {
    const fault = plan(String((JSON.parse(body) as { trace_id: unknown }).trace_id));
    // The invocation of a late answer begins now, and runs beside that of the next try.
    if (fault === 'never' || fault === 'late before' || fault === 'late') hang(request);
    return fault;
  },
  broken: gatewayAnswer,
  lateMs: lateTryMs,
  forward: async (request, body, fault) => {
    if (fault === 'crash') {
      crashes += 1;
      await invoke(request, body, 2 + (crashes % crashPoints));
      return gatewayAnswer('500 after') as ProxiedAnswer;
    }
    const copies = fault === 'twice' ? [invoke(request, body)] : [];
    const [answer] = await Promise.all([invoke(request, body), ...copies]);
    if (fault === 'never after') hang(request);
    // Once the half has arrived.
    if (fault === 'half stalled') setTimeout(() => hang(request), lateTryMs);
    return answer;
  },
});

/** @param looks at the clock after which the invocation is dead: it does nothing more */
async function invoke(request: IncomingMessage, body: Buffer, looks = Infinity): Promise<ProxiedAnswer> {
  const startedMs = performance.now();
  let looked = 0;
  const getRemainingTimeInMillis = () =>
    (looked += 1) > looks ? 0 : limitMs - (performance.now() - startedMs);
  const awsRequestId = randomUUID();
  const event = toEvent(request, body, `POST ${executePath}`, awsRequestId, new Date());
  const result = await handler(event, { awsRequestId, getRemainingTimeInMillis });
  if (result?.statusCode === undefined) throw new TypeError('the function has given no response');
  const headers = (result.headers ?? {}) as Record<string, string>;
  return { status: result.statusCode, headers, body: Buffer.from(result.body ?? '') };
}

/** Lets the client's time limit of this try expire. */
function hang({ headers }: IncomingMessage): void {
  process.send?.({ note: headers[callHeader] });
}

process.on('message', () => {
  const report: FaultsOfTries = gateway.calls.map(({ fault }) => fault ?? 'none');
  process.send?.({ report });
});
process.send?.({ port: Number(new URL(gateway.endpoint).port) });

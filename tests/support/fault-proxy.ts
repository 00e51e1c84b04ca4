// Proxies a service (DynamoDB, the scheduler) over HTTP, and breaks the requests that a test chooses.
import { Agent, request as forwardRequest, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { broken, type ProxiedAnswer, type ProxiedCall } from './fault-answers.ts';
import type { FaultName } from './fault-names.ts';
import { startFaultServer, type FaultServer } from './fault-server.ts';

export type Decide = (call: ProxiedCall) => FaultName | undefined;

export type FaultProxy = FaultServer<FaultName>;

/** @param lateMs how long a late request or answer is held back */
export async function startFaultProxy(service: string, decide: Decide, lateMs: number): Promise<FaultProxy> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const forward = async (request: IncomingMessage, body: Buffer) => await send(service, agent, request, body);
  const server = await startFaultServer<FaultName>({ forward, decide, broken, lateMs });
  return {
    ...server,
    close: async () => {
      agent.destroy();
      await server.close();
    },
  };
}

function send(
  service: string,
  agent: Agent,
  { method, url, headers }: IncomingMessage,
  body: Buffer,
): Promise<ProxiedAnswer> {
  return new Promise((resolve, reject) => {
    const forwarded = forwardRequest(new URL(url ?? '/', service), { method, headers, agent });
    forwarded.once('error', reject).once('response', (answered) => {
      buffer(answered).then(
        (answer) => resolve({ status: answered.statusCode ?? 0, headers: answered.headers, body: answer }),
        reject,
      );
    });
    forwarded.end(body);
  });
}

// Runs in a process of its own: 16 connections that send one task after another to a server, each a new trace id.
import { Agent, request } from 'node:http';
import { requestOf } from '../events.ts';
import { percentile } from '../statistics.ts';

export interface ClientReport {
  readonly answers: number;
  readonly failures: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

const [url = '', seconds = '', connections = ''] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: Number(connections) });
const latenciesMs: number[] = [];
const run = Date.now();
let sent = 0;
let failures = 0;

function send(body: string): Promise<boolean> {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const call = request(url, { method: 'POST', agent, headers }, (response) => {
      let answer = '';
      response.setEncoding('utf8').on('data', (part: string) => (answer += part));
      response.on('end', () => resolve(response.statusCode === 200 && answer.includes('"status":"success"')));
    });
    call.on('error', () => resolve(false));
    call.end(body);
  });
}

async function lane(until: number): Promise<void> {
  while (performance.now() < until) {
    sent += 1;
    const task = requestOf('task', sent) as { trace_id: string };
    const start = performance.now();
    const succeeded = await send(JSON.stringify({ ...task, trace_id: `task-${run}-${sent}` }));
    latenciesMs.push(performance.now() - start);
    if (!succeeded) failures += 1;
  }
}

const until = performance.now() + Number(seconds) * 1000;
await Promise.all(Array.from({ length: Number(connections) }, () => lane(until)));
agent.destroy();
const report: ClientReport = {
  answers: latenciesMs.length,
  failures,
  p50Ms: percentile(latenciesMs, 0.5),
  p99Ms: percentile(latenciesMs, 0.99),
};
process.send?.(report);

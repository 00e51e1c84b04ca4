// Runs a case against a service: the handler in process, the local server, or any URL.
import { withRun, type Case, type Step } from './case.ts';
import { compare } from './compare.ts';
import type { ReceivedResponse, Send, SentBytes } from './exchange.ts';
import { breachesOf } from './rules.ts';

/**
 * Sends the steps of a case in order, and returns what is wrong with the responses, one sentence for each problem.
 *
 * @param run a word that is new for each run
 * @param observe called with each step and its response
 */
export async function runCase(
  given: Case,
  run: string,
  send: Send,
  observe: (step: Step, received: ReceivedResponse) => void = () => undefined,
): Promise<string[]> {
  const problems: string[] = [];
  for (const [index, step] of withRun(given, run).steps.entries()) {
    const received = await send(toSent(step));
    observe(step, received);
    const found = [...compare(step.response, received), ...breachesOf(step.request, received)];
    problems.push(...found.map((problem) => `step ${index + 1}: ${problem}`));
  }
  return problems;
}

function toSent({ request }: Step): SentBytes {
  const { json, body, base64, headers = { 'content-type': 'application/json' } } = request;
  if (base64 !== undefined) return { body: Buffer.from(base64, 'base64'), headers };
  return { body: Buffer.from(body ?? (json === undefined ? '' : JSON.stringify(json))), headers };
}

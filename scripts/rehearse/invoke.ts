// Owns one process of the built function: invokes it with what its standard input holds and ends. Its output is the log.
// Started by capture.ts: node scripts/rehearse/invoke.ts <bundle>

import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';

interface Call {
  readonly body: string;
  /** The platform itself throws midway: something that nobody foresaw. */
  readonly broken?: true;
}

type Handler = (event: object, context: object) => Promise<unknown>;

const load = createRequire(import.meta.url);
const { handler } = load(process.argv[2] ?? '') as { readonly handler: Handler };

const calls = JSON.parse(await text(process.stdin)) as readonly Call[];
for (const [index, { body, broken }] of calls.entries()) {
  const event = {
    version: '2.0',
    headers: { 'content-type': 'application/json' },
    body,
    isBase64Encoded: false,
  };
  let asked = 0;
  const getRemainingTimeInMillis = (): number => {
    asked += 1;
    if (broken && asked === 2) throw new TypeError('the clock broke');
    return 3000;
  };
  const context = { awsRequestId: `request-${index}`, getRemainingTimeInMillis };
  await handler(event, context);
}

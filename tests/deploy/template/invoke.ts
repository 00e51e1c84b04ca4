// Invokes the packaged function in a process of its own with the calls of its standard input. What it prints is the log; the answers go
// to the parent, function-log.ts.
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';

type FunctionCall = {
  readonly name: string;
  /** The body of a request, or the whole event of a delivery. */
  readonly body?: string;
  readonly event?: object;
  /** Reading the event throws: an error that the code does not expect. */
  readonly broken?: true;
};

type FunctionHandler = (event: object, context: object) => Promise<unknown>;

const load = createRequire(import.meta.url);
const { handler } = load(process.argv[2] ?? '') as { readonly handler: FunctionHandler };

const calls = JSON.parse(await text(process.stdin)) as readonly FunctionCall[];
const answers: Record<string, unknown> = {};
for (const { name, body, event, broken } of calls) {
  const headers = {
    get 'content-type'(): string {
      if (broken) throw new TypeError('the event broke');
      return 'application/json';
    },
  };
  const request = { version: '2.0', headers, body, isBase64Encoded: false };
  const context = { awsRequestId: name, getRemainingTimeInMillis: () => 3000 };
  answers[name] = await handler(event ?? request, context).catch((error: unknown) =>
    error instanceof Error ? error.name : typeof error,
  );
}
process.send?.(answers);

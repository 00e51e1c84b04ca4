// A program of its own, because a test runner makes every call slower: prints the processor time of each hostile body, in
// milliseconds, as JSON on stdout. Argument: the length of the hostile value, in bytes.
import { startStubService } from '../fuzz/stub-service.ts';
import { forms, honestBody, places } from './bodies.ts';
import { medians } from './measure.ts';

const rounds = 9;
const bytes = Number(process.argv[2]);

const service = startStubService();
const headers = { 'content-type': 'application/json' };
const send = (body: string) => async () =>
  await service.handler({ headers, body }, { awsRequestId: 'hostile' });
const { statusCode } = await send(honestBody)();
if (statusCode !== 200) throw new Error(`the honest body is answered with ${statusCode}`);
const runs = Object.entries(places).flatMap(([place, around]) =>
  Object.entries(forms).map(([form, make]) => [`${place}: ${form}`, send(around(make(bytes)))] as const),
);
const measured = await medians(new Map([['honest', send(honestBody)], ...runs]), rounds);
if (service.crashes.length > 0) throw new Error(service.crashes.join('\n'));
process.stdout.write(JSON.stringify(Object.fromEntries(measured)));

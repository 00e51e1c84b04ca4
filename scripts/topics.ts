// `npm run topics`: reads and changes what `info` knows by topic. Exit codes: 0 done, 1 failed, 2 misused.

import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { printable, printableJson } from './shared/printable.ts';
import { errorMessage, StartError } from './shared/errors.ts';
import { decodeData, readData, readTopic } from './topics/entry.ts';
import type { TableChoice, TopicsTable } from './topics/table.ts';

const usage = `Usage: npm run topics -- <command> [--stage <stage> | --table <name>] [--region <region>]

  put <topic> <json>   keep <json>, any JSON value, as what is known on <topic>; - reads it from stdin, in UTF-8
  get <topic>          print what is known on <topic>, to the letter
  list                 print the topics, one a line
  delete <topic>       forget <topic>

Without --stage and --table: the store of npm start, running or not. With --stage: the table of that stage
on AWS, with the credentials of the environment. In a topic, case, runs of white space and the form of Unicode
do not matter.
`;

class UsageError extends Error {}

try {
  process.exitCode = await run();
} catch (error) {
  process.exitCode = 1;
  if (error instanceof UsageError) {
    process.exitCode = 2;
    printError(error.message);
    process.stderr.write(`\n${usage}`);
  } else if (error instanceof StartError) {
    printError(error.message);
  } else {
    // Anything else comes from the store or from AWS: credentials, region, a missing table.
    const name = error instanceof Error ? error.name : 'Error';
    printError(`The topics table could not be used (${name}: ${errorMessage(error)}).`);
  }
}

async function run(): Promise<number> {
  const { positionals, values } = readArguments();
  const [command, topicText, dataText] = positionals;
  if (values.help === true) {
    process.stdout.write(usage);
    return 0;
  }
  const expected = new Map([
    ['put', 3],
    ['get', 2],
    ['list', 1],
    ['delete', 2],
  ]).get(command ?? '');
  if (expected === undefined)
    throw new UsageError(
      command === undefined ? 'A command is missing.' : `There is no command ${JSON.stringify(command)}.`,
    );
  if (positionals.length !== expected)
    throw new UsageError(`${String(command)} takes ${expected - 1} argument(s).`);
  if (values.region !== undefined && values.stage === undefined && values.table === undefined) {
    throw new UsageError('--region needs --stage or --table.');
  }
  // Read before anything is opened: a mistake in the arguments touches no table.
  const topic = command === 'list' ? '' : readTopic(topicText ?? '');
  const data = command === 'put' ? readData(await readInput(dataText ?? '')) : '';
  // Loaded only now: the AWS client takes longer to load than everything before it.
  enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/compile'));
  const { openTopics } = await import('./topics/table.ts');
  const topics = await openTopics(values);
  try {
    return await carryOut(String(command), topic, data, topics);
  } finally {
    await topics.close();
  }
}

async function carryOut(command: string, topic: string, data: string, topics: TopicsTable): Promise<number> {
  if (command === 'list') {
    for (const name of await topics.list()) show(name, printable);
    return 0;
  }
  if (command === 'put') {
    await topics.put(topic, data);
    return 0;
  }
  const found = command === 'get' ? await topics.get(topic) : await topics.delete(topic);
  if (found === undefined) {
    printError(`Nothing is known on ${JSON.stringify(topic)}.`);
    return 1;
  }
  if (command === 'get') show(found, printableJson);
  return 0;
}

async function readInput(text: string): Promise<string> {
  return text === '-' ? decodeData(await buffer(process.stdin)) : text;
}

/** Prints `text`: unchanged for a program, and made safe for a terminal. */
function show(text: string, forTerminal: (text: string) => string): void {
  process.stdout.write(`${process.stdout.isTTY ? forTerminal(text) : text}\n`);
}

function printError(sentence: string): void {
  process.stderr.write(`${printable(sentence)}\n`);
}

function readArguments(): { positionals: string[]; values: TableChoice & { help?: boolean } } {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        stage: { type: 'string' },
        table: { type: 'string' },
        region: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(errorMessage(error));
  }
}

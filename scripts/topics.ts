// Owns `npm run topics` as a command: its arguments, what it prints, its exit codes (0 done, 1 failed, 2 misused).
// Leaves the table to topics/table.ts and what a valid entry is to topics/entry.ts.

import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { keepCompiled } from './local/compile-cache.ts';
import { messageOf, StartError } from './local/start-error.ts';
import { EntryError, readData, readTopic } from './topics/entry.ts';
import type { Topics, Where } from './topics/table.ts';

const usage = `Usage: npm run topics -- <command> [--stage <stage> | --table <name>] [--region <region>]

  put <topic> <json>   keep <json>, any JSON value, as what is known on <topic>; - reads it from stdin
  get <topic>          print what is known on <topic>
  list                 print the topics, one a line
  delete <topic>       forget <topic>

Without --stage and --table: the store of npm start, running or not. With --stage: the table of that stage
on AWS, with the credentials of the environment. Case and runs of white space in a topic do not matter.
`;

class UsageError extends Error {}

try {
  process.exitCode = await run();
} catch (error) {
  process.exitCode = 1;
  if (error instanceof UsageError) {
    process.exitCode = 2;
    process.stderr.write(`${error.message}\n\n${usage}`);
  } else if (error instanceof EntryError || error instanceof StartError) {
    process.stderr.write(`${error.message}\n`);
  } else {
    // Anything else comes from the store or from AWS: credentials, region, a missing table.
    const name = error instanceof Error ? error.name : 'Error';
    process.stderr.write(`The topics table could not be used (${name}: ${messageOf(error)}).\n`);
  }
}

async function run(): Promise<number> {
  const { positionals, values } = readArguments();
  const [command, topicText, dataText] = positionals;
  if (values.help === true) {
    process.stdout.write(usage);
    return 0;
  }
  const expected = { put: 3, get: 2, list: 1, delete: 2 }[command ?? ''];
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
  const data =
    command === 'put' ? readData(dataText === '-' ? await text(process.stdin) : (dataText ?? '')) : '';
  // Loaded only now: the AWS client takes longer than all before it.
  keepCompiled();
  const { openTopics } = await import('./topics/table.ts');
  const topics = await openTopics(values);
  try {
    return await carryOut(String(command), topic, data, topics);
  } finally {
    await topics.close();
  }
}

async function carryOut(command: string, topic: string, data: string, topics: Topics): Promise<number> {
  if (command === 'list') {
    for (const name of await topics.list()) process.stdout.write(`${name}\n`);
    return 0;
  }
  if (command === 'put') {
    await topics.put(topic, data);
    return 0;
  }
  const found = command === 'get' ? await topics.get(topic) : await topics.delete(topic);
  if (found === undefined) {
    process.stderr.write(`Nothing is known on ${JSON.stringify(topic)}.\n`);
    return 1;
  }
  if (command === 'get') process.stdout.write(`${found}\n`);
  return 0;
}

function readArguments(): { positionals: string[]; values: Where & { help?: boolean } } {
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
    throw new UsageError(messageOf(error));
  }
}

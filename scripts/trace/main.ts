// Owns: the course of one run: what was typed, where to look, telling it, and the exit code.
import { traceOfId } from '../../lib/domain/ids.ts';
import { printable } from '../shared/printable.ts';
import { TraceFault } from './fault.ts';
import { storyJson } from './json.ts';
import { lookAtLaptop } from './local.ts';
import { readOptions, usage } from './options.ts';
import type { Options } from './options.ts';
import { painter } from './paint.ts';
import { isFound, tell } from './story.ts';
import type { Findings, Story } from './story.ts';
import { storyText } from './text.ts';
import type { World } from './world.ts';

const refusedEarly =
  'what was refused before its trace_id was read (415, 413, invalid JSON) has none in the log';

/** Runs the tool with these arguments. Gives the exit code; everything said is written to the world's outputs. */
export async function runTrace(args: readonly string[], world: World): Promise<number> {
  try {
    const options = readOptions(args);
    if (options === undefined) {
      world.stdout.write(usage);
      return 0;
    }
    return report(await look(options, world), options, world);
  } catch (error) {
    if (!(error instanceof TraceFault)) throw error;
    world.stderr.write(`${printable(error.message)}\n`);
    return error.exitCode;
  }
}

async function look(options: Options, world: World): Promise<Story> {
  const { stage, traceId } = options;
  const findings =
    stage === undefined ? await lookAtLaptop(options, world) : await lookAtAws(stage, options, world);
  const story = tell(traceId, findings, world.now());
  const named = traceOfId(traceId);
  if (isFound(story)) return story;
  const again = `npm run trace -- ${named?.traceId ?? ''}${stage === undefined ? '' : ` --stage ${stage}`}`;
  const asId = named === undefined ? [] : [`${again}, if ${traceId} is the id of a ${named.actionType}`];
  return { ...story, hints: [...asId, ...story.hints, refusedEarly] };
}

// Its clients take a while to load, and a laptop has no use for them.
async function lookAtAws(stage: string, options: Options, world: World): Promise<Findings> {
  const { lookAtStage } = await import('./deployed.ts');
  return await lookAtStage(stage, options, world);
}

function report(story: Story, options: Options, { stdout, stderr, environment }: World): number {
  // Where nothing could be asked, "nothing was found" would be untrue.
  if (options.json) stdout.write(storyJson(story, options.values));
  else if (isFound(story) || story.faults.length === 0) {
    stdout.write(storyText(story, options.values, painter(stdout.isTTY === true, environment)));
  }
  for (const sentence of story.faults) stderr.write(`${printable(sentence)}\n`);
  return isFound(story) && story.faults.length === 0 ? 0 : 1;
}

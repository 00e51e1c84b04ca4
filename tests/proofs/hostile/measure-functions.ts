// A program of its own, because a test runner makes every call slower: prints the processor time of each function on texts of
// two lengths, as JSON on stdout: `name of unit` → [milliseconds of 8 KiB, milliseconds of 64 KiB].
import { functions, units } from './functions.ts';
import { medians } from './measure.ts';

const rounds = 5;
/** In UTF-8: no body is longer. */
const [shortBytes, longBytes] = [8_192, 65_536];
/** A shorter measurement is mostly noise. */
const minMs = 1;
const maxRepeats = 200;
/** Calls before the first measurement: the first ones are many times slower, and would make the repeats too few. */
const warmUps = 5;
/** At the end of a text, so that an expression that has matched all of it must backtrack. */
const misfit = '1!';

const measured: Record<string, readonly number[]> = {};
for (const [name, call] of Object.entries(functions)) {
  for (const unit of units) {
    const textOf = (bytes: number) => unit.repeat(Math.floor(bytes / Buffer.byteLength(unit))) + misfit;
    const [short, long] = [textOf(shortBytes), textOf(longBytes)];
    for (let count = 0; count < warmUps; count += 1) await call(short);
    const startedMs = performance.now();
    await call(short);
    const repeats = Math.min(maxRepeats, Math.ceil(minMs / (performance.now() - startedMs)));
    const repeated = (text: string) => async () => {
      for (let count = 0; count < repeats; count += 1) await call(text);
    };
    const times = await medians(
      new Map([
        ['short', repeated(short)],
        ['long', repeated(long)],
      ]),
      rounds,
    );
    measured[`${name} of ${JSON.stringify(unit)}`] = [times.get('short') ?? 0, times.get('long') ?? 0];
  }
}
process.stdout.write(JSON.stringify(measured));

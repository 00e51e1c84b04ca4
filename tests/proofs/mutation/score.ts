// Reads Stryker's report, and scores a file: the share of its mutants that the tests notice, without those that are equivalent.
import type { EquivalentMutant } from './equivalent.ts';

export type Mutant = {
  readonly line: number;
  readonly code: string;
  readonly mutator: string;
  readonly replacement: string;
  readonly survived: boolean;
};

export type MutatedFile = { readonly file: string; readonly mutants: readonly Mutant[] };

type StrykerReport = {
  readonly files: Readonly<
    Record<
      string,
      {
        readonly source: string;
        readonly mutants: readonly {
          readonly status: string;
          readonly statusReason?: string;
          readonly mutatorName: string;
          readonly replacement?: string;
          readonly location: { readonly start: { readonly line: number } };
        }[];
      }
    >
  >;
};

/** A mutant that breaks or hangs the tests is noticed; every other one has survived. */
const noticedStatuses = ['Killed', 'Timeout', 'RuntimeError', 'CompileError'];

/** Left out by stryker.config.js. What a comment in the sources leaves out counts against its file. */
const leftOut = /^the check of the generated files notices it$|^Static mutant /;

function isTried(mutant: { readonly status: string; readonly statusReason?: string }): boolean {
  return mutant.status !== 'Ignored' || !leftOut.test(mutant.statusReason ?? '');
}

/** @param json Stryker's report */
export function readFiles(json: string): MutatedFile[] {
  const { files } = JSON.parse(json) as StrykerReport;
  return Object.entries(files).map(([file, { source, mutants }]) => ({
    file,
    mutants: mutants
      .filter(isTried)
      .map(({ status, mutatorName, replacement = '', location: { start } }) => ({
        line: start.line,
        code: source.split('\n')[start.line - 1]?.trim() ?? '',
        mutator: mutatorName,
        replacement: replacement.replaceAll(/\s+/g, ' ').slice(0, 100),
        survived: !noticedStatuses.includes(status),
      })),
  }));
}

export function isEquivalent(file: string, mutant: Mutant, listed: readonly EquivalentMutant[]): boolean {
  return listed.some((entry) => matches(entry, file, mutant));
}

/** The entries of mutated files that no surviving mutant matches: the code has changed, or a test notices the mutant after all. */
export function staleEntries(
  files: readonly MutatedFile[],
  listed: readonly EquivalentMutant[],
): EquivalentMutant[] {
  return listed.filter((entry) => {
    const mutated = files.find(({ file }) => file === entry.file);
    return mutated !== undefined && !mutated.mutants.some((mutant) => matches(entry, entry.file, mutant));
  });
}

export function scoreOf({ file, mutants }: MutatedFile, listed: readonly EquivalentMutant[]) {
  const scored = mutants.filter((mutant) => !isEquivalent(file, mutant, listed));
  const survivors = scored.filter(({ survived }) => survived);
  const noticed = scored.length - survivors.length;
  const score = scored.length === 0 ? 100 : (100 * noticed) / scored.length;
  return { scored: scored.length, noticed, equivalent: mutants.length - scored.length, score, survivors };
}

function matches({ file, code, mutators }: EquivalentMutant, mutatedFile: string, mutant: Mutant): boolean {
  return (
    mutant.survived && file === mutatedFile && mutant.code.includes(code) && mutators.includes(mutant.mutator)
  );
}

// Owns: reading Stryker's report, and what a score is: of the mutants that nobody has argued away, how many the tests notice.

interface Mutant {
  readonly line: number;
  readonly what: string;
  readonly lives: boolean;
  readonly isArgued: boolean;
}

export interface JudgedFile {
  readonly file: string;
  readonly mutants: readonly Mutant[];
}

interface Report {
  readonly files: Readonly<
    Record<
      string,
      {
        readonly mutants: readonly {
          readonly status: string;
          readonly mutatorName: string;
          readonly replacement?: string;
          readonly location: { readonly start: { readonly line: number } };
        }[];
      }
    >
  >;
}

/** A mutant that breaks or hangs the tests is noticed; whatever else is not known to be is taken to live. */
const noticedStatuses = ['Killed', 'Timeout', 'RuntimeError', 'CompileError'];

/** @param json Stryker's report */
export function readFiles(json: string): JudgedFile[] {
  const { files } = JSON.parse(json) as Report;
  return Object.entries(files).map(([file, { mutants }]) => ({
    file,
    mutants: mutants.map(({ status, mutatorName, replacement = '', location }) => ({
      line: location.start.line,
      what: `${mutatorName}: ${replacement.replaceAll(/\s+/g, ' ').slice(0, 100)}`,
      isArgued: status === 'Ignored',
      lives: status !== 'Ignored' && !noticedStatuses.includes(status),
    })),
  }));
}

export function scoreOf(mutants: readonly Mutant[]) {
  const argued = mutants.filter(({ isArgued }) => isArgued).length;
  const judged = mutants.length - argued;
  const noticed = judged - mutants.filter(({ lives }) => lives).length;
  return { argued, judged, noticed, score: judged === 0 ? 100 : (100 * noticed) / judged };
}

// Owns what cfn-lint says of a template: every error and warning is a breach but W3005, a needless DependsOn that osls itself writes.

import { execFile } from 'node:child_process';

interface Match {
  readonly Rule: { readonly Id: string };
  readonly Message: string;
  readonly Location: { readonly Path?: readonly (string | number)[] };
}

export interface LintResult {
  readonly breaches: readonly string[];
  /** How often W3005 was let pass. */
  readonly letPass: number;
}

/** Lints the template in `file` for the region it is packaged for. */
export async function lint(file: string): Promise<LintResult> {
  const printed = await new Promise<string>((resolve, reject) => {
    execFile('cfn-lint', ['--format', 'json', file], { maxBuffer: 1 << 24 }, (error, stdout, stderr) => {
      // Its exit code tells of matches too, so only an answer that is not JSON is a failure to run.
      if (error && !stdout.trimStart().startsWith('['))
        reject(new Error(`cfn-lint did not run: ${stderr}${error.message}`));
      else resolve(stdout.trim() === '' ? '[]' : stdout);
    });
  });
  const matches = JSON.parse(printed) as readonly Match[];
  const known = (match: Match): boolean =>
    match.Rule.Id === 'W3005' && match.Location.Path?.[0] === 'Resources';
  return {
    breaches: matches
      .filter((match) => !known(match))
      .map(({ Rule, Message, Location }) => `${Rule.Id} ${Message} at ${(Location.Path ?? []).join('/')}`),
    letPass: matches.filter(known).length,
  };
}

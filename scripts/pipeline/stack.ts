// Reads the status and the template of a stack from CloudFormation, and waits until no operation runs on it.

import { setTimeout as sleep } from 'node:timers/promises';
import {
  CancelUpdateStackCommand,
  CloudFormationClient,
  ContinueUpdateRollbackCommand,
  DescribeStackResourceCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  type Stack,
} from '@aws-sdk/client-cloudformation';

export type DeployedTemplate = {
  readonly Resources: Readonly<
    Record<string, { readonly Type: string; readonly Properties?: Readonly<Record<string, unknown>> }>
  >;
};

const pollMs = 3_000;
const client = new CloudFormationClient({});

/** The stack; undefined when there is none, or only a change set that has never been executed. */
export async function readStack(stackName: string): Promise<Stack | undefined> {
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stackName }));
    const [stack] = Stacks ?? [];
    return stack?.StackStatus === 'REVIEW_IN_PROGRESS' ? undefined : stack;
  } catch (error) {
    if (error instanceof Error && error.message.includes('does not exist')) return undefined;
    throw error;
  }
}

/** The template of the stack, as it was sent to CloudFormation. */
export async function readTemplate(stackName: string): Promise<DeployedTemplate> {
  const { TemplateBody } = await client.send(new GetTemplateCommand({ StackName: stackName }));
  return JSON.parse(TemplateBody ?? '') as DeployedTemplate;
}

/** The name of the stack's bucket of uploads. */
export async function readBucket(stackName: string): Promise<string> {
  const { StackResourceDetail } = await client.send(
    new DescribeStackResourceCommand({
      StackName: stackName,
      LogicalResourceId: 'ServerlessDeploymentBucket',
    }),
  );
  return StackResourceDetail?.PhysicalResourceId ?? '';
}

/** Statuses in which a stack can be updated. Every other status at the end of an operation needs a person. */
const updatable = new Set(['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE']);

/**
 * Waits until no operation runs on the stack, and resolves with it; undefined when there is none.
 *
 * @param rollBack cancels an update that is in progress, so that CloudFormation restores what was before it; and retries once a rollback
 *   that failed, because its cause may be gone
 * @throws when the stack ends in a status in which it cannot be updated
 */
export async function waitForStack(stackName: string, rollBack = false): Promise<Stack | undefined> {
  let [cancelling, continuing] = [false, false];
  for (; ; await sleep(pollMs)) {
    const stack = await readStack(stackName);
    const status = stack?.StackStatus ?? '';
    if (stack === undefined || updatable.has(status)) return stack;
    if (rollBack && !continuing && status === 'UPDATE_ROLLBACK_FAILED') {
      continuing = true;
      console.log(`The rollback of ${stackName} failed (${stack.StackStatusReason ?? ''}); it is continued.`);
      await client.send(new ContinueUpdateRollbackCommand({ StackName: stackName }));
      continue;
    }
    if (!status.endsWith('_IN_PROGRESS')) {
      throw new Error(
        `The stack ${stackName} is in ${status}, in which nothing can be deployed: ${stack.StackStatusReason ?? 'no reason given'}`,
      );
    }
    if (rollBack && !cancelling && status === 'UPDATE_IN_PROGRESS') {
      cancelling = true;
      console.log(`An update of ${stackName} is in progress; it is cancelled.`);
      await cancelUpdate(stackName);
    }
  }
}

async function cancelUpdate(stackName: string): Promise<void> {
  try {
    await client.send(new CancelUpdateStackCommand({ StackName: stackName }));
  } catch (error) {
    // The update has ended between the two requests.
    if (!(error instanceof Error) || error.name !== 'ValidationError') throw error;
  }
}

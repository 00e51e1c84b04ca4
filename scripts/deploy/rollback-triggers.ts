// Chooses the alarms that roll a deployment back. CloudFormation refuses an operation that names an alarm which does not exist yet, and
// keeps the triggers of the last operation when none are given; so the first deployment, and a rollback, give an empty list.

import {
  CloudFormationClient,
  paginateListStackResources,
  type CloudFormationClientConfig,
  type RollbackConfiguration,
} from '@aws-sdk/client-cloudformation';

export const noTriggers: RollbackConfiguration = { RollbackTriggers: [], MonitoringTimeInMinutes: 0 };

/** Names of those alarms, given by logical id, that exist in the stack; none when there is no stack. */
export async function existingAlarms(
  config: CloudFormationClientConfig,
  stackName: string,
  logicalIds: readonly string[],
): Promise<string[]> {
  const client = new CloudFormationClient(config);
  const names: string[] = [];
  try {
    for await (const page of paginateListStackResources({ client }, { StackName: stackName })) {
      for (const { LogicalResourceId, PhysicalResourceId, ResourceStatus } of page.StackResourceSummaries ??
        []) {
        const exists = ResourceStatus === 'CREATE_COMPLETE' || ResourceStatus === 'UPDATE_COMPLETE';
        const wanted = LogicalResourceId !== undefined && logicalIds.includes(LogicalResourceId);
        if (exists && wanted && PhysicalResourceId !== undefined) names.push(PhysicalResourceId);
      }
    }
  } catch (error) {
    if (error instanceof Error && error.message.includes('does not exist')) return [];
    throw error;
  } finally {
    client.destroy();
  }
  return names;
}

/** The configuration that rolls back by the alarms `names`, whose ARNs start with `arnPrefix`. */
export function triggersFor(
  names: readonly string[],
  arnPrefix: string,
  monitoringMinutes: number,
): RollbackConfiguration {
  if (names.length === 0) return noTriggers;
  return {
    RollbackTriggers: names.map((name) => ({ Arn: `${arnPrefix}${name}`, Type: 'AWS::CloudWatch::Alarm' })),
    MonitoringTimeInMinutes: monitoringMinutes,
  };
}

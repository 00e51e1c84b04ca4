// Owns which alarms roll a deployment back. CloudFormation refuses an operation that names an alarm which is not there yet, and keeps
// the triggers of the last operation when none are named; so the first deployment, and a roll-back, name none on purpose.

import {
  CloudFormationClient,
  paginateListStackResources,
  type CloudFormationClientConfig,
  type RollbackConfiguration,
} from '@aws-sdk/client-cloudformation';

export const noTriggers: RollbackConfiguration = { RollbackTriggers: [], MonitoringTimeInMinutes: 0 };

/** Names of those alarms, given by logical id, that already stand in the stack; none when there is no stack. */
export async function standingAlarms(
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
        const standing = ResourceStatus === 'CREATE_COMPLETE' || ResourceStatus === 'UPDATE_COMPLETE';
        const wanted = LogicalResourceId !== undefined && logicalIds.includes(LogicalResourceId);
        if (standing && wanted && PhysicalResourceId !== undefined) names.push(PhysicalResourceId);
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

/** The configuration that watches the alarms `names`, whose ARNs start with `arnPrefix`. */
export function watch(
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

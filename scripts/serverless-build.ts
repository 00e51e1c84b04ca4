// Adds our steps to osls: builds the bundle before it is packaged, or checks the one that was built; removes resources that the settings do
// not ask for; refuses an open route and a forgotten address for alarms; sets the alarms that roll a deployment back.

import type { CloudFormationClientConfig, RollbackConfiguration } from '@aws-sdk/client-cloudformation';
import { checkPrebuilt, packageFunction } from './deploy/package.ts';
import { existingAlarms, noTriggers, triggersFor } from './deploy/rollback-triggers.ts';
import { openRoutes } from './deploy/routes.ts';

type Provider = {
  readonly naming: { getStackName(): string };
  getRegion(): string;
  getAwsSdkV3Config(): Promise<CloudFormationClientConfig>;
  getAccountInfo(): Promise<{ readonly accountId: string; readonly partition: string }>;
};

type Serverless = {
  /** An error of this class is shown as its message only. */
  readonly classes: { readonly Error: new (message: string) => Error };
  readonly serviceDir: string;
  readonly service: {
    readonly custom: {
      readonly alarmEmail: { readonly address: string; readonly required: boolean | string };
      readonly rollback: { readonly alarms: string[]; readonly monitoringMinutes: number | string };
    };
    readonly provider: {
      readonly compiledCloudFormationTemplate: {
        /** `null` where a setting does not ask for the resource. */
        Resources: Readonly<Record<string, Parameters<typeof openRoutes>[0][string] | null>>;
      };
      rollbackConfiguration?: RollbackConfiguration;
    };
  };
  getProvider(name: 'aws'): Provider;
};

export default class ServerlessBuild {
  private readonly serverless: Serverless;
  readonly hooks: Readonly<Record<string, () => void | Promise<void>>>;

  constructor(serverless: Serverless) {
    this.serverless = serverless;
    this.hooks = {
      'before:package:createDeploymentArtifacts': () => this.build(),
      'before:package:function:package': () => this.build(),
      'after:aws:package:finalize:mergeCustomProviderResources': () => this.completeTemplate(),
      'before:deploy:deploy': () => this.refuseForgottenEmail(),
      'before:aws:deploy:deploy:createStack': () => this.setTriggers(),
      'before:rollback:rollback': () => this.removeTriggers(),
    };
  }

  private build(): void {
    // The pipeline builds in a job without rights on AWS, and passes the digest of what it has built.
    const prebuilt = process.env['PREBUILT_SHA256'] ?? '';
    if (prebuilt === '') packageFunction(this.serverless.serviceDir);
    else checkPrebuilt(this.serverless.serviceDir, prebuilt);
  }

  private completeTemplate(): void {
    const template = this.serverless.service.provider.compiledCloudFormationTemplate;
    const wanted = Object.entries(template.Resources).flatMap(([id, resource]) =>
      resource === null ? [] : [[id, resource] as const],
    );
    const resources = Object.fromEntries(wanted);
    template.Resources = resources;
    const open = openRoutes(resources);
    if (open.length > 0) {
      throw new this.serverless.classes.Error(`These routes would answer anyone: ${open.join(', ')}`);
    }
  }

  // Without it CloudFormation would end the subscription of the last deployment, and nobody would get the next alarm.
  private refuseForgottenEmail(): void {
    const { address, required } = this.serverless.service.custom.alarmEmail;
    if (String(required) === 'true' && address === '') {
      const message =
        'ALARM_EMAIL is not set. Set it as for the last deployment, or to none if no one is to get alarms';
      throw new this.serverless.classes.Error(message);
    }
  }

  private async setTriggers(): Promise<void> {
    const { alarms, monitoringMinutes } = this.serverless.service.custom.rollback;
    // A parameter of the command line is a string.
    const minutes = Number(monitoringMinutes);
    if (minutes === 0) return this.removeTriggers();
    const provider = this.serverless.getProvider('aws');
    const names = await existingAlarms(
      await provider.getAwsSdkV3Config(),
      provider.naming.getStackName(),
      alarms,
    );
    const { accountId, partition } = await provider.getAccountInfo();
    const arnPrefix = `arn:${partition}:cloudwatch:${provider.getRegion()}:${accountId}:alarm:`;
    this.serverless.service.provider.rollbackConfiguration = triggersFor(names, arnPrefix, minutes);
  }

  // The alarm that is the reason for a rollback is on while it runs, and would stop it.
  private removeTriggers(): void {
    this.serverless.service.provider.rollbackConfiguration = noTriggers;
  }
}

// Owns what osls does beyond its own: builds the bundle before it is packaged, refuses an open route and a forgotten
// address for alarms, and sets the alarms that roll a deployment back. Leaves the how of each to scripts/deploy/.

import type { CloudFormationClientConfig, RollbackConfiguration } from '@aws-sdk/client-cloudformation';
import { packageFunction } from './deploy/package.ts';
import { noTriggers, standingAlarms, watch } from './deploy/rollback-triggers.ts';
import { openRoutes } from './deploy/routes.ts';

interface Provider {
  readonly naming: { getStackName(): string };
  getRegion(): string;
  getAwsSdkV3Config(): Promise<CloudFormationClientConfig>;
  getAccountInfo(): Promise<{ readonly accountId: string; readonly partition: string }>;
}

interface Serverless {
  /** An error of this class is shown as its message alone. */
  readonly classes: { readonly Error: new (message: string) => Error };
  readonly serviceDir: string;
  readonly service: {
    readonly custom: {
      readonly alarmEmail: { readonly address: string; readonly required: boolean | string };
      readonly rollback: { readonly alarms: string[]; readonly monitoringMinutes: number | string };
    };
    readonly provider: {
      readonly compiledCloudFormationTemplate: { readonly Resources: Parameters<typeof openRoutes>[0] };
      rollbackConfiguration?: RollbackConfiguration;
    };
  };
  getProvider(name: 'aws'): Provider;
}

export default class ServerlessBuild {
  private readonly serverless: Serverless;
  readonly hooks: Readonly<Record<string, () => void | Promise<void>>>;

  constructor(serverless: Serverless) {
    this.serverless = serverless;
    this.hooks = {
      'before:package:createDeploymentArtifacts': () => this.build(),
      'before:package:function:package': () => this.build(),
      'after:aws:package:finalize:mergeCustomProviderResources': () => this.refuseOpenRoutes(),
      'before:deploy:deploy': () => this.refuseForgottenEmail(),
      'before:aws:deploy:deploy:createStack': () => this.watchAlarms(),
      'before:rollback:rollback': () => this.watchNothing(),
    };
  }

  private build(): void {
    packageFunction(this.serverless.serviceDir);
  }

  private refuseOpenRoutes(): void {
    const open = openRoutes(this.serverless.service.provider.compiledCloudFormationTemplate.Resources);
    if (open.length > 0) {
      throw new this.serverless.classes.Error(`These routes would answer anyone: ${open.join(', ')}`);
    }
  }

  // Without it CloudFormation would end the subscription of the last deployment, and nobody would hear of the next alarm.
  private refuseForgottenEmail(): void {
    const { address, required } = this.serverless.service.custom.alarmEmail;
    if (String(required) === 'true' && address === '' && process.env['ALARM_EMAIL'] === undefined) {
      const message =
        'ALARM_EMAIL is not set. Set it as for the last deployment; empty, if nobody is to get alarms';
      throw new this.serverless.classes.Error(message);
    }
  }

  private async watchAlarms(): Promise<void> {
    const { alarms, monitoringMinutes } = this.serverless.service.custom.rollback;
    // A parameter of the command line is a text.
    const minutes = Number(monitoringMinutes);
    if (minutes === 0) return this.watchNothing();
    const provider = this.serverless.getProvider('aws');
    const names = await standingAlarms(
      await provider.getAwsSdkV3Config(),
      provider.naming.getStackName(),
      alarms,
    );
    const { accountId, partition } = await provider.getAccountInfo();
    const arnPrefix = `arn:${partition}:cloudwatch:${provider.getRegion()}:${accountId}:alarm:`;
    this.serverless.service.provider.rollbackConfiguration = watch(names, arnPrefix, minutes);
  }

  // The alarm that asks for a roll-back is ringing while it runs, and would stop it.
  private watchNothing(): void {
    this.serverless.service.provider.rollbackConfiguration = noTriggers;
  }
}

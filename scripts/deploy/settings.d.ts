// Types of settings.js, which is JavaScript because osls loads it.

export type Context = {
  /** The value of a variable such as `param:jwtIssuer, ''`; the part after the comma is the value where there is none. */
  readonly resolveVariable: (address: string) => Promise<unknown>;
};

type Setting<Value> = (context: Context) => Promise<Value>;

export declare const routeAuthorizer: Setting<{ readonly type: 'aws_iam' } | { readonly name: 'jwt' }>;
export declare const authorizers: Setting<object>;
export declare const retentionEnvironment: Setting<{ readonly RETENTION_DAYS?: string }>;
export declare const timeToLive: Setting<object | null>;
export declare const reservedConcurrency: Setting<number | null>;
export declare const iam: Setting<{ readonly deploymentRole?: string }>;
export declare const alarmSubscriptions: Setting<readonly object[] | null>;
export declare const permissionsBoundary: Setting<string | null>;
export declare const accessLogFormat: string;
export { reminderEmailSubscription, reminderHttpsSubscription } from './subscriptions.ts';

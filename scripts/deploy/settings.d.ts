// Types of settings.js, which is JavaScript because osls loads it.

import type { Context } from './parameter.ts';

type Setting<Value> = (context: Context) => Promise<Value>;

export declare const routeAuthorizer: Setting<{ readonly type: 'aws_iam' } | { readonly name: 'jwt' }>;
export declare const authorizers: Setting<object>;
export declare const functionEnvironment: Setting<Readonly<Record<string, unknown>>>;
export declare const functionStatements: Setting<readonly object[]>;
export declare const timeToLive: Setting<object | null>;
export declare const reservedConcurrency: Setting<number | null>;
export declare const iam: Setting<{ readonly deploymentRole?: string }>;
export declare const alarmSubscriptions: Setting<readonly object[] | null>;
export declare const permissionsBoundary: Setting<string | null>;
export declare const accessLogFormat: string;
export { alarms } from './alarms.ts';
export { dashboard } from './dashboard.ts';
export { metrics } from './metrics.ts';
export { queries } from './queries.ts';
export { reminderEmailSubscription, reminderHttpsSubscription } from './subscriptions.ts';

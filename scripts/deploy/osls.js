// What serverless.yml takes from TypeScript. osls loads JavaScript itself, and no TypeScript.
export { alarms } from './alarms.ts';
export { dashboard } from './dashboard.ts';
export { metrics } from './metrics.ts';
export { queries } from './queries.ts';
export * from './settings.ts';
export * from './subscriptions.ts';

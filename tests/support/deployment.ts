// Reads what is deployed as its sources say it: serverless.yml, and the YAML files and tables under scripts/deploy.
import type { JsonObject } from '../../lib/domain/json.ts';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { adapterModules } from '../../lib/adapters/registry.ts';
import { alarms } from '../../scripts/deploy/alarms.ts';
import { dashboard } from '../../scripts/deploy/dashboard.ts';
import { metrics } from '../../scripts/deploy/metrics.ts';
import { queries } from '../../scripts/deploy/queries.ts';

type Parameters = Readonly<Record<string, number | string>>;
type Resource = { readonly Type: string; readonly Properties: JsonObject };

type ServerlessFile = {
  readonly provider: {
    readonly timeout: number;
    readonly pruneFunctionVersions: { readonly number: number };
    readonly deploymentBucket: { readonly maxPreviousDeploymentArtifacts: number };
  };
  readonly functions: {
    readonly execute: { readonly maximumRetryAttempts: number; readonly maximumEventAge: number };
  };
  readonly params: { readonly default: Parameters; readonly prod: Parameters };
  readonly custom: {
    readonly rollback: { readonly alarms: readonly string[] };
    readonly stackVariables: JsonObject;
  };
};

const root = join(import.meta.dirname, '../..');
const pieces = readdirSync(join(root, 'scripts/deploy'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yml'))
  .map((name) => `scripts/deploy/${name}`);
const tables = ['alarms', 'alarm-metrics', 'dashboard', 'metrics', 'queries'].map(
  (name) => `scripts/deploy/${name}.ts`,
);

/** The text of every source of the deployment. */
export const deploymentText = [
  ...['serverless.yml', ...pieces, ...tables].map((path) => readFileSync(join(root, path), 'utf8')),
  ...adapterModules.map(({ statements = [] }) => JSON.stringify(statements)),
].join('\n');

const read = (path: string): unknown => parse(readFileSync(join(root, path), 'utf8'), { merge: true });

export const settings = read('serverless.yml') as ServerlessFile;

const all = Object.assign(
  {},
  ...pieces.map((path) => read(path) as object),
  alarms,
  dashboard,
  metrics,
  queries,
) as Readonly<Record<string, unknown>>;

const isResource = (entry: [string, unknown]): entry is [string, Resource] =>
  typeof entry[1] === 'object' && entry[1] !== null && 'Type' in entry[1];

/** By logical id; without those that a setting makes or leaves out. */
export const resources: Readonly<Record<string, Resource>> = Object.fromEntries(
  Object.entries(all).filter(isResource),
);

/** Properties of each resource of a type, by logical id; references are as the sources have them. */
export function resourcesOf(type: string): [id: string, properties: JsonObject][] {
  return Object.entries(resources)
    .filter(([, resource]) => resource.Type === type)
    .map(([id, { Properties }]) => [id, Properties]);
}

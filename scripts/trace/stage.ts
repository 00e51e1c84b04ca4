// Describes a deployed stage: its names and region as serverless.yml gives them, its console addresses, what its errors mean.
import { isObject } from '../../lib/domain/json.ts';
import { readTables } from '../local/tables.ts';
import { errorMessage } from '../shared/errors.ts';
import type { Query } from './insights.ts';
import type { Findings } from './timeline.ts';

export type Stage = {
  readonly name: string;
  readonly region: string;
  readonly logGroup: string;
  readonly table: string;
  readonly deadLetterQueue: string;
};

/** A part of the stage, in words, and the rights that reading it takes. */
export type StagePart = { readonly subject: string; readonly rights: string };

/** The region is the one asked for, else the one that a deployment would take here. */
export async function readStage(
  name: string,
  region: string | undefined,
  environment: NodeJS.ProcessEnv,
): Promise<Stage> {
  const { executions } = await readTables(name);
  const prefix = `workflow-executor-${name}`;
  return {
    name,
    // As `region` in serverless.yml, where an empty variable counts as none.
    region: region ?? (environment['AWS_REGION'] || 'us-east-1'),
    logGroup: `/aws/lambda/${prefix}-execute`,
    table: String(executions.TableName),
    deadLetterQueue: `${prefix}-reminders-dlq`,
  };
}

/** The log group, the query ready to run again, and X-Ray: each trace by its id, or the place to search. */
export function consoleLinks(
  region: string,
  query: Query,
  xrayTraceIds: readonly string[],
): Findings['links'] {
  const home = `https://${region}.${consoleDomain(region)}/cloudwatch/home?region=${region}`;
  const logGroup = inDollars(encodeURIComponent(query.logGroup));
  const xrayPages = xrayTraceIds.length === 0 ? ['query'] : [...new Set(xrayTraceIds)];
  return [
    { name: 'Log group', url: `${home}#logsV2:log-groups/log-group/${logGroup}` },
    { name: 'Query', url: `${home}#logsV2:logs-insights${queryDetail(query)}` },
    ...xrayPages.map((page) => ({ name: 'X-Ray', url: `${home}#xray:traces/${page}` })),
  ];
}

function consoleDomain(region: string): string {
  if (region.startsWith('cn-')) return 'console.amazonaws.cn';
  return region.startsWith('us-gov-') ? 'console.amazonaws-us-gov.com' : 'console.aws.amazon.com';
}

// The encoding of the console is not documented; this is what the console itself writes.
function queryDetail({ logGroup, text, fromMs, toMs }: Query): string {
  // A string begins with a quote and has stars for percent signs, so that the layers around leave them alone.
  const quoted = (value: string): string => `'${encodeURIComponent(value).replaceAll('%', '*')}`;
  const [start, end] = [fromMs, toMs].map((ms) => quoted(new Date(ms).toISOString()));
  const detail =
    `~(end~${end}~start~${start}~timeType~'ABSOLUTE~tz~'UTC` +
    `~editorString~${quoted(text)}~source~(~${quoted(logGroup)}))`;
  // encodeURIComponent leaves these marks alone, and the console does not.
  const escaped = detail.replaceAll(
    /[~()']/gu,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `$3FqueryDetail$3D${inDollars(escaped)}`;
}

/** Encoded once more, with dollars for percent signs: `%2F` → `$252F`. */
function inDollars(text: string): string {
  return encodeURIComponent(text).replaceAll('%', '$');
}

const meanings: readonly (readonly [names: RegExp, advice: (part: StagePart, stage: Stage) => string])[] = [
  [
    /\bResourceNotFoundException\b/u,
    ({ subject }, { region, name }) =>
      `There is no ${subject} in ${region}: deploy stage ${name} there first, or name the right --stage and --region.`,
  ],
  [
    /\b(AccessDenied(Exception)?|UnauthorizedException)\b/u,
    ({ subject, rights }) => `Your credentials may not read the ${subject}: ask for ${rights} on it.`,
  ],
  [
    /\bExpiredToken(Exception)?\b|\bRequestExpired\b|ProviderError\b.*expired/iu,
    () => 'Your AWS credentials have expired: sign in again, with `aws sso login` or as you got them.',
  ],
  [
    /\b(Credentials|Token)ProviderError\b/u,
    () => 'No AWS credentials were found: set AWS_PROFILE, or sign in with `aws sso login`.',
  ],
  [
    /\b(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|TimeoutError)\b/u,
    (_, { region }) => `AWS could not be reached in ${region}: check the network, and the region's name.`,
  ],
];

/** What an error of AWS means to the person who asked, in one sentence that says what to do about it. */
export function awsErrorText(error: unknown, part: StagePart, stage: Stage): string {
  const { name, code } = isObject(error) ? error : {};
  // The client may wrap an error of the network in its own, whose message then names the code.
  const text = `${String(name)} ${String(code)} ${errorMessage(error)}`;
  const [, advice] = meanings.find(([names]) => names.test(text)) ?? [];
  if (advice !== undefined) return advice(part, stage);
  return `The ${part.subject} could not be read: ${String(name)}, ${errorMessage(error).replace(/\.$/u, '')}.`;
}

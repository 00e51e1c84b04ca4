// Owns: addresses in the AWS console. Their encoding is not documented; it is what the console itself writes.
import type { Link } from './story.ts';
import type { StageNames } from './names.ts';

/** The log group, the query ready to run again, and X-Ray: each trace by its id, or the place to search. */
export function consoleLinks(
  { region, logGroup }: StageNames,
  query: string,
  spanMs: readonly [number, number],
  xrayTraceIds: readonly string[],
): Link[] {
  const home = `https://${region}.${consoleDomain(region)}/cloudwatch/home?region=${region}`;
  const ids = [...new Set(xrayTraceIds)];
  return [
    {
      name: 'Log group',
      url: `${home}#logsV2:log-groups/log-group/${dollars(encodeURIComponent(logGroup))}`,
    },
    { name: 'Query', url: `${home}#logsV2:logs-insights${queryDetail(logGroup, query, spanMs)}` },
    ...(ids.length === 0 ? [{ name: 'X-Ray', url: `${home}#xray:traces/query` }] : []),
    ...ids.map((id) => ({ name: 'X-Ray', url: `${home}#xray:traces/${id}` })),
  ];
}

function consoleDomain(region: string): string {
  if (region.startsWith('cn-')) return 'console.amazonaws.cn';
  return region.startsWith('us-gov-') ? 'console.amazonaws-us-gov.com' : 'console.aws.amazon.com';
}

/** Percent signs of a part that is encoded once more, as dollars: `/` → `%2F` → `$252F`. */
function dollars(text: string): string {
  return encodeURIComponent(text).replaceAll('%', '$');
}

function queryDetail(logGroup: string, query: string, [fromMs, toMs]: readonly [number, number]): string {
  // Strings begin with one quote, and their percent signs are stars, so that the layers around leave them alone.
  const text = (value: string): string => `'${encodeURIComponent(value).replaceAll('%', '*')}`;
  const instant = (ms: number): string => text(new Date(ms).toISOString());
  const detail =
    `~(end~${instant(toMs)}~start~${instant(fromMs)}~timeType~'ABSOLUTE~tz~'UTC` +
    `~editorString~${text(query)}~source~(~${text(logGroup)}))`;
  return `${dollars('?queryDetail=').replaceAll('$25', '$')}${dollars(escapeMarks(detail))}`;
}

// The marks that encodeURIComponent leaves alone and the console does not.
function escapeMarks(text: string): string {
  return text.replaceAll(/[~()']/gu, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}

// Checks log lines (schemas/README.md, Log lines) against the requests that were sent.
// What a line says must be the service's own words, or what the contract lets it repeat; of the rest, nothing may be a payload value.
import { failures } from '../../lib/generated/tables.ts';

export type LoggedLine = Readonly<Record<string, unknown>>;

/** The values of all requests that were sent, against which lines are checked. */
export type SentValues = {
  /** Of the service that it was sent to. */
  readonly origin: { readonly stage: string; readonly version: string };
  readonly payloadValues: ReadonlySet<string>;
  /** Trace ids, decisions and action types: what a line may repeat. */
  readonly repeatable: ReadonlySet<string>;
};

/** Shorter values occur in any stack by chance. */
const minSecretLength = 3;
const levels = ['DEBUG', 'INFO', 'WARN', 'ERROR'];
const fieldsOfEach = 'level message timestamp service stage version trace_id request_id'.split(' ');
const messages = [
  'REQUEST_RECEIVED',
  'EXECUTION_SKIPPED',
  'EXECUTION_PLANNED',
  'EXECUTION_SUCCESS',
  'EXECUTION_REPLAYED',
  'EXECUTION_FAILED',
  'EXECUTION_CRASH',
  'REMINDER_DELIVERED',
  'REMINDER_FAILED',
];

const deliveries = ['sns', 'log', 'webhook'];
const causesOfDelivery = ['ExecutionNotFound', 'NotDeliveredHere', 'NotDue', 'DeliveryInProgress'];

/** What is wrong with these lines, a sentence each; nothing when they keep the rule. */
export function faultsOf(lines: readonly string[], sent: SentValues): string[] {
  return lines.flatMap((line) => faultsOfLine(line, sent).map((fault) => `${fault}: ${line}`));
}

function faultsOfLine(text: string, sent: SentValues): string[] {
  const line = parse(text);
  if (line === undefined) return ['not one JSON object'];
  const faults: string[] = [];
  for (const name of fieldsOfEach) if (!Object.hasOwn(line, name)) faults.push(`has no ${name}`);
  if (!messages.includes(String(line['message']))) faults.push('is no line of the contract');
  const unexplained = textsOf(line).filter(([path, value]) => !isExplained(path, value, sent));
  for (const [path, value] of unexplained) {
    const bare = value.replaceAll('[hidden]', '');
    for (const secret of sent.payloadValues) {
      if (secret.length >= minSecretLength && bare.includes(secret))
        faults.push(`${path} holds a payload value`);
    }
  }
  return faults;
}

/** Whether a text is the service's own word for its place, or one that the contract lets a line repeat. */
function isExplained(path: string, value: string, { origin, repeatable }: SentValues): boolean {
  switch (path) {
    case '/level':
      return levels.includes(value);
    case '/message':
      return messages.includes(value);
    case '/error_code':
      return Object.hasOwn(failures, value);
    case '/timestamp':
      return !Number.isNaN(Date.parse(value));
    case '/service':
      return value === 'workflow-executor';
    case '/version':
      return value === origin.version;
    case '/request_id':
      return /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})?$/.test(value);
    case '/bytes':
    case '/duration_ms':
    case '/store_calls':
    case '/http_status':
      return Number.isFinite(Number(value));
    case '/cold_start':
    case '/retryable':
      return value === 'true' || value === 'false';
    case '/stage':
      return value === origin.stage;
    case '/cause':
      return (
        causesOfDelivery.includes(value) ||
        /^[A-Z][A-Za-z0-9]{4,}(?:Error|Exception)$|^E[A-Z]{5,}$|^HTTP \d{3}$/.test(value)
      );
    case '/delivery':
      return deliveries.includes(value);
    case '/late_ms':
      return Number.isFinite(Number(value));
    case '/due_at':
      return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value);
    case '/trace_id':
    case '/decision':
    case '/action_type':
      return value === 'null' || repeatable.has(value);
    case '/task_id':
    case '/reminder_id':
    case '/meeting_id':
      return isIdOf(value, repeatable);
    default:
      return false;
  }
}

/** Ids come from trace ids: after the action's name there must be one, or the rest of one. */
function isIdOf(id: string, repeatable: ReadonlySet<string>): boolean {
  const [, action = '', mark, rest = ''] = /^(task|reminder|meeting)([-_])(.*)$/.exec(id) ?? [];
  return repeatable.has(mark === '_' ? `${action}-${rest}` : rest);
}

function parse(text: string): LoggedLine | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as LoggedLine)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Every text of a value with its place, names of fields among them. */
function textsOf(value: unknown, path = ''): [path: string, text: string][] {
  if (typeof value !== 'object' || value === null) return [[path, String(value)]];
  return Object.entries(value).flatMap(([name, inner]) => [
    ...(knownFields.has(name) ? [] : ([[`${path}/`, name]] as [string, string][])),
    ...textsOf(inner, `${path}/${name}`),
  ]);
}

const knownFields = new Set(
  (
    'level message timestamp service stage version trace_id request_id cold_start decision action_type bytes ' +
    'duration_ms store_calls task_id reminder_id meeting_id due_at late_ms delivery error_code http_status retryable cause error name stack'
  ).split(' '),
);

// Owns what a schedule is to the embedded scheduler, and what it takes of a CreateSchedule call.
// https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html

import { isObject } from '../../lib/domain/json.ts';

export interface Schedule {
  readonly group: string;
  readonly name: string;
  /** Epoch in milliseconds at which it fires. */
  readonly at: number;
  /** The event that the target is invoked with, as JSON text. */
  readonly input: string;
}

/** A refusal as the service words it: the type goes into the header x-amzn-errortype. */
export interface Refusal {
  readonly status: number;
  readonly type: string;
  readonly message: string;
}

const namePattern = /^[0-9a-zA-Z\-_.]{1,64}$/;
const atPattern = /^at\((\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})\)$/;

/** The schedule that the body of CreateSchedule asks for. One-time schedules in UTC are all that is needed here. */
export function readSchedule(name: string, body: unknown): Schedule | Refusal {
  if (!isObject(body)) return invalid('the body must be a JSON object');
  const { GroupName: group = 'default', ScheduleExpression: expression, Target: target } = body;
  if (!namePattern.test(name)) return invalid(`Name must match ${namePattern.source}`);
  if (typeof group !== 'string' || !namePattern.test(group)) {
    return invalid(`GroupName must match ${namePattern.source}`);
  }
  const at = typeof expression === 'string' ? readAt(expression) : undefined;
  if (at === undefined) return invalid('ScheduleExpression must be at(yyyy-mm-ddThh:mm:ss)');
  if ((body['ScheduleExpressionTimezone'] ?? 'UTC') !== 'UTC') {
    return invalid('ScheduleExpressionTimezone must be UTC');
  }
  const flexibleTimeWindow = body['FlexibleTimeWindow'];
  if (!isObject(flexibleTimeWindow) || flexibleTimeWindow['Mode'] !== 'OFF') {
    return invalid('FlexibleTimeWindow.Mode must be OFF');
  }
  if (!isObject(target) || !isArn(target['Arn']) || !isArn(target['RoleArn'])) {
    return invalid('Target.Arn and Target.RoleArn must be ARNs');
  }
  const input = target['Input'];
  if (typeof input !== 'string' || !isJson(input)) return invalid('Target.Input must be JSON text');
  return { group, name, at, input };
}

/** The name under which the service would know it. */
export function scheduleArn({ group, name }: Schedule): string {
  return `arn:aws:scheduler:us-east-1:000000000000:schedule/${group}/${name}`;
}

function readAt(expression: string): number | undefined {
  const text = atPattern.exec(expression)?.[1];
  if (text === undefined) return undefined;
  const at = Date.parse(`${text}Z`);
  // Date takes 30 February for 2 March: what it read must be what was written.
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 19) !== text ? undefined : at;
}

function isArn(value: unknown): boolean {
  return typeof value === 'string' && /^arn:[^:]+:[^:]+:[^:]*:\d{12}:.+$|^arn:[^:]+:s3:::.+$/.test(value);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function invalid(message: string): Refusal {
  return { status: 400, type: 'ValidationException', message };
}

// Reads a schedule from a CreateSchedule call of EventBridge Scheduler.
// https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html

import { field, type JsonObject } from '../../lib/domain/json.ts';
import { isJson } from '../shared/json.ts';

export type LocalSchedule = {
  readonly group: string;
  readonly name: string;
  /** Epoch in milliseconds at which it fires. */
  readonly at: number;
  /** The event that the target is invoked with, as JSON text. */
  readonly input: string;
};

/** Invokes the target; gives whether it succeeded. */
export type InvokeTarget = (schedule: LocalSchedule) => Promise<boolean>;

const namePattern = /^[0-9a-zA-Z\-_.]{1,64}$/;
const atPattern = /^at\((\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})\)$/;
const arnPattern = /^arn:[^:]+:[^:]+:[^:]*:\d{12}:.+$|^arn:[^:]+:s3:::.+$/;

/** The schedule that the body of CreateSchedule asks for, or what is wrong with it. One-time schedules in UTC are all that is needed. */
export function readSchedule(name: string, body: JsonObject): LocalSchedule | { readonly problem: string } {
  const group = text(body['GroupName'] ?? 'default');
  const at = readAt(text(body['ScheduleExpression']));
  const target = body['Target'];
  const input = field(target, 'Input');
  const isArn = (key: string): boolean => arnPattern.test(text(field(target, key)));
  if (!namePattern.test(name)) return { problem: `Name must match ${namePattern.source}` };
  if (!namePattern.test(group)) return { problem: `GroupName must match ${namePattern.source}` };
  if (at === undefined) return { problem: 'ScheduleExpression must be at(yyyy-mm-ddThh:mm:ss)' };
  if ((body['ScheduleExpressionTimezone'] ?? 'UTC') !== 'UTC')
    return { problem: 'ScheduleExpressionTimezone must be UTC' };
  if (field(body['FlexibleTimeWindow'], 'Mode') !== 'OFF')
    return { problem: 'FlexibleTimeWindow.Mode must be OFF' };
  if (!isArn('Arn') || !isArn('RoleArn')) return { problem: 'Target.Arn and Target.RoleArn must be ARNs' };
  if (typeof input !== 'string' || !isJson(input)) return { problem: 'Target.Input must be JSON text' };
  return { group, name, at, input };
}

/** The name under which the service would know it. */
export function scheduleArn({ group, name }: LocalSchedule): string {
  return `arn:aws:scheduler:us-east-1:000000000000:schedule/${group}/${name}`;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function readAt(expression: string): number | undefined {
  const written = atPattern.exec(expression)?.[1];
  if (written === undefined) return undefined;
  const at = Date.parse(`${written}Z`);
  // Date reads 30 February as 2 March: what it has read must be what was written.
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 19) !== written ? undefined : at;
}

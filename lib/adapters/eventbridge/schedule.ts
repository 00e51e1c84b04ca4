// The one-time schedule of a reminder, as EventBridge Scheduler takes it. Of what the caller sent it carries the trace id alone, whose
// pattern allows nothing that the scheduler would expand.
import type { CreateScheduleCommandInput } from '@aws-sdk/client-scheduler';
import type { Effect } from '../../domain/effect.ts';
import { lastSecond } from '../../time/instant.ts';
import type { Variables } from '../adapter-module.ts';

/** Of REMINDER_LEAD_SECONDS. */
export const defaultLeadSeconds = '60';

/**
 * @param effect its key names the schedule: the service refuses a second one of the same name (API reference of CreateSchedule)
 * @param nowMs milliseconds since the epoch; the schedule is never set closer to it than REMINDER_LEAD_SECONDS
 */
export function toScheduleInput(
  { traceId, effectKey, dueSeconds = 0 }: Pick<Effect<'reminder'>, 'traceId' | 'effectKey' | 'dueSeconds'>,
  variables: Variables,
  nowMs: number,
): CreateScheduleCommandInput {
  const earliest = Math.ceil(nowMs / 1000) + Number(variables['REMINDER_LEAD_SECONDS'] ?? defaultLeadSeconds);
  const at = Math.min(lastSecond, Math.max(dueSeconds, earliest));
  return {
    Name: effectKey,
    GroupName: variables['REMINDER_SCHEDULE_GROUP'],
    ScheduleExpression: `at(${new Date(at * 1000).toISOString().slice(0, 19)})`,
    ScheduleExpressionTimezone: 'UTC',
    FlexibleTimeWindow: { Mode: 'OFF' },
    ActionAfterCompletion: 'DELETE',
    Target: {
      Arn: variables['REMINDER_TARGET_ARN'],
      RoleArn: variables['REMINDER_ROLE_ARN'],
      Input: JSON.stringify({ trace_id: traceId, effect_key: effectKey }),
      DeadLetterConfig: { Arn: variables['REMINDER_DLQ_ARN'] },
      RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
    },
  };
}

// The one-time schedule of a reminder, as EventBridge Scheduler takes it. Of what the caller sent it carries the trace id alone, whose
// pattern allows nothing that the scheduler would expand.
import type { CreateScheduleCommandInput } from '@aws-sdk/client-scheduler';
import type { ReminderConfig } from '../../config/config.ts';
import type { EffectRef } from '../../domain/effect.ts';

/** 9999-12-31T23:59:59Z: the expression cannot name a later second. */
const lastSecond = 253_402_300_799;

/**
 * @param due its effect key names the schedule: the service refuses a second one of the same name (API reference of CreateSchedule)
 * @param atSeconds seconds since the epoch
 * @param nowMs milliseconds since the epoch; the schedule is never set closer to it than the configured lead
 */
export function toScheduleInput(
  { traceId, effectKey }: EffectRef,
  atSeconds: number,
  { scheduleGroup, targetArn, roleArn, deadLetterArn, leadSeconds }: ReminderConfig,
  nowMs: number,
): CreateScheduleCommandInput {
  const at = Math.min(lastSecond, Math.max(atSeconds, Math.ceil(nowMs / 1000) + leadSeconds));
  return {
    Name: effectKey,
    GroupName: scheduleGroup,
    ScheduleExpression: `at(${new Date(at * 1000).toISOString().slice(0, 19)})`,
    ScheduleExpressionTimezone: 'UTC',
    FlexibleTimeWindow: { Mode: 'OFF' },
    ActionAfterCompletion: 'DELETE',
    Target: {
      Arn: targetArn,
      RoleArn: roleArn,
      Input: JSON.stringify({ trace_id: traceId, effect_key: effectKey }),
      DeadLetterConfig: { Arn: deadLetterArn },
      RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
    },
  };
}

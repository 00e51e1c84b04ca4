// The one-time schedule of a reminder, as EventBridge Scheduler wants it. Pure: what is asked comes from the reminder alone.
import type { CreateScheduleCommandInput } from '@aws-sdk/client-scheduler';
import type { ReminderEffect } from '../../actions/plan.ts';
import type { ReminderConfig } from '../../config/config.ts';

/** 9999-12-31T23:59:59Z: after it the expression has no form. */
const lastSecond = 253_402_300_799;
const contractVersion = 1;

/**
 * @param effectKey names the schedule: the service refuses a second one of the same name (API reference of CreateSchedule)
 * @param nowMs milliseconds since the epoch; no instant closer to it than the configured lead is asked for
 */
export function describeSchedule(
  { reminderId, traceId, message, due, dueAt }: ReminderEffect,
  effectKey: string,
  { scheduleGroup, topicArn, roleArn, deadLetterArn, leadSeconds }: ReminderConfig,
  nowMs: number,
): CreateScheduleCommandInput {
  const dueSecond = due.epochSeconds + (due.nanoseconds === 0 ? 0 : 1);
  const at = Math.min(lastSecond, Math.max(dueSecond, Math.ceil(nowMs / 1000) + leadSeconds));
  return {
    Name: effectKey,
    GroupName: scheduleGroup,
    ScheduleExpression: `at(${new Date(at * 1000).toISOString().slice(0, 19)})`,
    ScheduleExpressionTimezone: 'UTC',
    FlexibleTimeWindow: { Mode: 'OFF' },
    ActionAfterCompletion: 'DELETE',
    Target: {
      Arn: topicArn,
      RoleArn: roleArn,
      Input: JSON.stringify({
        contract_version: contractVersion,
        reminder_id: reminderId,
        trace_id: traceId,
        message,
        due_at: dueAt,
      }),
      DeadLetterConfig: { Arn: deadLetterArn },
      RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
    },
  };
}

// The one-time schedule of a reminder, as EventBridge Scheduler wants it. Pure: what is asked comes from the reminder alone.
import { hash } from 'node:crypto';
import type { CreateScheduleCommandInput } from '@aws-sdk/client-scheduler';
import type { ReminderEffect } from '../../actions/plan.ts';
import type { ReminderConfig } from '../../config/config.ts';

/** Names of the service: API reference of CreateSchedule, `Name`. */
const nameForm = /^[0-9a-zA-Z_.-]{1,64}$/;
/** 9999-12-31T23:59:59Z: after it the expression has no form. */
const lastSecond = 253_402_300_799;
const contractVersion = 1;

/** The reminder's id where the service takes it for a name, else its digest; the two cannot meet, for no id begins so. */
export function nameSchedule(reminderId: string): string {
  return nameForm.test(reminderId) ? reminderId : `reminder.${hash('sha256', reminderId, 'base64url')}`;
}

/** @param nowMs milliseconds since the epoch; no instant closer to it than the configured lead is asked for */
export function describeSchedule(
  { reminderId, traceId, message, due, dueAt }: ReminderEffect,
  { scheduleGroup, topicArn, roleArn, deadLetterArn, leadSeconds }: ReminderConfig,
  nowMs: number,
): CreateScheduleCommandInput {
  const dueSecond = due.epochSeconds + (due.fraction === '' ? 0 : 1);
  const at = Math.min(lastSecond, Math.max(dueSecond, Math.ceil(nowMs / 1000) + leadSeconds));
  const Name = nameSchedule(reminderId);
  return {
    Name,
    // Of the same name always the same token, so that a call made twice is one; unlike a name, it may not have a dot.
    ClientToken: hash('sha256', Name, 'base64url'),
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

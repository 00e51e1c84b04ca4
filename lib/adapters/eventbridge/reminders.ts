// Reminders in EventBridge Scheduler. Its client is loaded with the first reminder; its errors are translated here.
import type { SchedulerClient } from '@aws-sdk/client-scheduler';
import type { ReminderConfig } from '../../config/config.ts';
import type { EffectResult } from '../../domain/effect.ts';
import type { Reminders } from '../../ports/reminders.ts';
import { clientConfig, errorName, sendWithin } from '../send.ts';
import { toScheduleInput } from './schedule.ts';

/** Time that the invocation keeps to complete its claim, or to release it, and to answer. */
const completeReserveMs = 2_500;

/** @param endpoint of the scheduler; without it the SDK finds it by itself */
export function createReminders(config: ReminderConfig, endpoint?: string): Reminders {
  let client: SchedulerClient | undefined;
  return {
    async schedule(ref, atSeconds, invocation) {
      const { CreateScheduleCommand, SchedulerClient } = await import('@aws-sdk/client-scheduler');
      const scheduler = (client ??= new SchedulerClient(clientConfig(endpoint)));
      const command = new CreateScheduleCommand(toScheduleInput(ref, atSeconds, config, invocation.nowMs));
      try {
        const created = await sendWithin(invocation, completeReserveMs, (options) =>
          scheduler.send(command, options),
        );
        // The client takes an empty 200 for a success; the service names the schedule that it created.
        if (created.ScheduleArn === undefined) return { kind: 'unavailable', cause: 'UnnamedSchedule' };
        return { kind: 'done' };
      } catch (error) {
        return translate(errorName(error));
      }
    },
  };
}

/**
 * Names of errors: API reference of CreateSchedule. Nothing that a caller sends can make the scheduler refuse for good: even a
 * `ValidationException` means what operators repair, such as a role that it may not assume (aws/aws-sdk-js-v3, issue 6494).
 */
function translate(name: string): EffectResult {
  // The name is the effect key: the existing schedule is this reminder, from an earlier try.
  return name === 'ConflictException' ? { kind: 'done' } : { kind: 'unavailable', cause: name };
}

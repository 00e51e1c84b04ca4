// Reminders in EventBridge Scheduler, which calls the service back when one is due. Its client is loaded with the first reminder; its
// errors are translated here.
import type { SchedulerClient } from '@aws-sdk/client-scheduler';
import type { EffectResult } from '../../domain/effect.ts';
import type { OutsideAdapter } from '../../ports/adapter.ts';
import type { AdapterModule, AwsEndpoints, Variables, VariableSchema } from '../adapter-module.ts';
import { recordReserveMs } from '../attempts.ts';
import { clientConfig, errorName, sendWithin } from '../send.ts';
import { defaultLeadSeconds, toScheduleInput } from './schedule.ts';

const arn = (description: string): VariableSchema => ({
  type: 'string',
  pattern: '^arn:',
  'x-pattern-message': 'must be an ARN',
  description,
});

export const eventbridge: AdapterModule = {
  name: 'eventbridge',
  variables: {
    required: ['REMINDER_SCHEDULE_GROUP', 'REMINDER_TARGET_ARN', 'REMINDER_ROLE_ARN', 'REMINDER_DLQ_ARN'],
    properties: {
      REMINDER_SCHEDULE_GROUP: {
        type: 'string',
        pattern: '^[0-9a-zA-Z_.-]{1,64}$',
        'x-pattern-message': 'must be the name of a schedule group',
        description: 'EventBridge Scheduler group that holds the reminders.',
      },
      REMINDER_TARGET_ARN: arn('This function, which the scheduler calls when a reminder is due.'),
      REMINDER_ROLE_ARN: arn('Role that the scheduler assumes to call it.'),
      REMINDER_DLQ_ARN: arn('Queue for due reminders for which the scheduler could not call it.'),
      REMINDER_LEAD_SECONDS: {
        type: 'string',
        pattern: '^(0|[1-9][0-9]{0,3})$',
        'x-pattern-message': 'must be a whole number of seconds from 0 to 9999',
        description: 'A schedule is never set to an instant closer to now than this.',
        default: defaultLeadSeconds,
      },
    },
  },
  statements: [
    // The last part is the schedule's name, which is the effect key of the execution. serverless.yml knows the group's name.
    {
      Sid: 'ScheduleReminders',
      Effect: 'Allow',
      Action: 'scheduler:CreateSchedule',
      Resource: {
        'Fn::Sub':
          'arn:${AWS::Partition}:scheduler:${AWS::Region}:${AWS::AccountId}:schedule/${self:custom.scheduleGroup}/*',
      },
    },
    {
      Sid: 'HandSchedulerItsRole',
      Effect: 'Allow',
      Action: 'iam:PassRole',
      Resource: { 'Fn::GetAtt': ['ReminderSchedulerRole', 'Arn'] },
      Condition: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
    },
  ],
  actions: { reminder: createReminders },
};

function createReminders(variables: Variables, endpoints: AwsEndpoints): OutsideAdapter<'reminder'> {
  let client: SchedulerClient | undefined;
  return {
    kind: 'outside',
    name: 'eventbridge',
    callsBack: true,
    async perform(effect, invocation) {
      const { CreateScheduleCommand, SchedulerClient } = await import('@aws-sdk/client-scheduler');
      const scheduler = (client ??= new SchedulerClient(clientConfig(endpoints.scheduler)));
      const command = new CreateScheduleCommand(toScheduleInput(effect, variables, invocation.nowMs));
      return await sendWithin(invocation, recordReserveMs, async (options) => {
        try {
          const created = await scheduler.send(command, options);
          // The client takes an empty 200 for a success; the service names the schedule that it created.
          if (created.ScheduleArn === undefined) return { kind: 'unavailable', cause: 'UnnamedSchedule' };
          return { kind: 'done' };
        } catch (error) {
          return translate(errorName(error));
        }
      });
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

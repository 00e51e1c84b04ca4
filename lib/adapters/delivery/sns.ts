// Delivery by SNS: one Publish of its Query API (https://docs.aws.amazon.com/sns/latest/api/API_Publish.html).
import type { DeliveryConfig } from '../../config/config.ts';
import type { DueReminder, EffectResult } from '../../domain/effect.ts';
import type { Delivery } from '../../ports/delivery.ts';
import { callHttp, type HttpAnswer } from '../http-call.ts';
import { createSigner, signedCallLimits } from '../signed-call.ts';
import { toUnavailable } from '../unavailable.ts';

const contractVersion = 1;

/** @param endpoint where SNS is, if not where the environment says or where the topic's region has it */
export function createSnsDelivery(
  { topicArn }: Extract<DeliveryConfig, { kind: 'sns' }>,
  endpoint?: string,
): Delivery {
  const sign = createSigner({ name: 'sns', region: topicArn.split(':')[3] ?? '' }, endpoint);
  const limits = signedCallLimits(errorCode);
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return {
    name: 'sns',
    async handOver(reminder, invocation) {
      try {
        const body = String(new URLSearchParams(toPublishParameters(reminder, topicArn)));
        return translate(await callHttp(await sign(headers, body), invocation, limits));
      } catch (error) {
        return toUnavailable(error);
      }
    },
  };
}

function translate(answer: HttpAnswer): EffectResult {
  const { status, text, brokenBy = 'UnnamedMessage' } = answer;
  if (status !== 200) return { kind: 'unavailable', cause: errorCode(answer) };
  // A proxy may answer an empty 200; SNS names the message that it accepted.
  return /<MessageId>[^<]/.test(text) ? { kind: 'done' } : { kind: 'unavailable', cause: brokenBy };
}

function errorCode({ status, text }: HttpAnswer): string {
  return /<Code>([A-Za-z.]{1,64})<\/Code>/.exec(text)?.[1] ?? `HTTP ${status}`;
}

function toPublishParameters(reminder: DueReminder, topicArn: string): Record<string, string> {
  const { reminderId, traceId, message, dueAt } = reminder;
  return {
    Action: 'Publish',
    Version: '2010-03-31',
    TopicArn: topicArn,
    Message: JSON.stringify({
      contract_version: contractVersion,
      reminder_id: reminderId,
      trace_id: traceId,
      message,
      due_at: dueAt,
    }),
    ...toAttribute(1, 'reminder_id', reminderId),
    ...toAttribute(2, 'trace_id', traceId),
  };
}

/** With these, subscribers can filter, and recognise duplicates, without reading the message. */
function toAttribute(position: number, name: string, value: string): Record<string, string> {
  const entry = `MessageAttributes.entry.${position}`;
  return {
    [`${entry}.Name`]: name,
    [`${entry}.Value.DataType`]: 'String',
    [`${entry}.Value.StringValue`]: value,
  };
}
